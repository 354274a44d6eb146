import { Body, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { CurrentPerson, NeedsRole } from '../../gates/index.js';
import type { Person } from '../../gates/index.js';
import { CONFIG } from '../../platform/config.js';
import type { Config } from '../../platform/config.js';
import { GuideLibrary } from '../../tsg-parser/index.js';
import type { GuideView } from '../../tsg-parser/index.js';
import { guideBody, modeBody } from './requests.js';
import type { GuideBody, ModeBody } from './requests.js';
import { RestApi } from './rest-api.js';
import type { GuideDetail, Page } from './views.js';

@RestApi('guides', 'Guides')
export class GuidesController {
  constructor(
    private readonly library: GuideLibrary,
    @Inject(CONFIG) private readonly config: Pick<Config, 'guides'>,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The library: each guide with its mode, its problems and how much of it runs by itself' })
  async list(): Promise<Page<GuideView>> {
    return { items: await this.library.list() };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One guide: its text and the plan it compiled to' })
  @ApiOkResponse({ description: 'GuideDetail' })
  async view(@Param('id') id: string): Promise<GuideDetail> {
    const [guide, { markdown, queryFiles, plan, guide: document }] = await Promise.all([this.library.find(id), this.library.version(id)]);
    return { ...guide, markdown, queryFiles, plan, guide: document };
  }

  @Put()
  @NeedsRole('responder')
  @ApiOperation({
    summary: 'Upload a guide: it is compiled and kept; the same name again is a new version',
    description: 'A guide that does not compile is kept with its problems, each with its line, and is never run.',
  })
  async upload(@Body({ schema: guideBody }) body: GuideBody, @CurrentPerson() by: Person): Promise<GuideView> {
    const { guide } = await this.library.upload(body.name, body.markdown, by, this.config.guides.defaultMode, body);
    return guide;
  }

  @Post(':id/mode')
  @HttpCode(200)
  @NeedsRole('approver')
  @ApiOperation({ summary: 'How far a guide may go by itself: shadow, suggest or act. "act" lapses when its plan changes' })
  promote(@Param('id') id: string, @Body({ schema: modeBody }) { mode }: ModeBody, @CurrentPerson() by: Person): Promise<GuideView> {
    return this.library.promote(id, mode, by);
  }
}
