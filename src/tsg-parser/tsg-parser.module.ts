import { Module } from '@nestjs/common';
import { GuideImporter } from './guide-importer.service.js';
import { GuideLibrary } from './guide-library.service.js';

/** The guide library. Its store and the QueryReader come from global modules: the rooms that fill them stand further right. */
@Module({ providers: [GuideLibrary, GuideImporter], exports: [GuideLibrary, GuideImporter] })
export class TsgParserModule {}
