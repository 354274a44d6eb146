import { Module } from '@nestjs/common';
import { GuideLibrary } from './guide-library.service.js';

/** The guide library. Its store and the QueryReader come from global modules: the rooms that fill them stand further right. */
@Module({ providers: [GuideLibrary], exports: [GuideLibrary] })
export class TsgParserModule {}
