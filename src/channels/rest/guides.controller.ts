import { Body, Get, HttpCode, Inject, Param, ParseIntPipe, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery } from '@nestjs/swagger';
import { CurrentPerson, NeedsRole } from '../../gates/index.js';
import type { Person } from '../../gates/index.js';
import { CONFIG } from '../../platform/config.js';
import type { Config } from '../../platform/config.js';
import { TerminalError } from '../../platform/errors.js';
import { GuideLibrary } from '../../tsg-parser/index.js';
import type { GuideVersion, GuideVersionSummary, GuideView } from '../../tsg-parser/index.js';
import { diffQuery, guideBody, guidesBody, modeBody } from './requests.js';
import type { DiffQuery, GuideBody, GuidesBody, ModeBody } from './requests.js';
import { RestApi } from './rest-api.js';
import type { GuideDetail, GuideDiff, Page, UploadedGuide } from './views.js';

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

  @Get(':id/versions')
  @ApiOperation({ summary: 'Every kept version of a guide, newest first: its plan, its problems, and the commit it came from' })
  @ApiOkResponse({ description: 'Page of GuideVersionSummary' })
  async versions(@Param('id') id: string): Promise<Page<GuideVersionSummary>> {
    return { items: await this.library.versions(id) };
  }

  @Get(':id/versions/:version')
  @ApiOperation({ summary: 'One version of a guide, whole: its text, what stood beside it, and the plan it compiled to' })
  @ApiOkResponse({ description: 'GuideVersion' })
  version(@Param('id') id: string, @Param('version', ParseIntPipe) version: number): Promise<GuideVersion> {
    return this.library.version(id, version);
  }

  @Get(':id/diff')
  @ApiOperation({ summary: 'In words, what changed in the plan from one version of a guide to another' })
  @ApiQuery({ name: 'from', type: Number })
  @ApiQuery({ name: 'to', type: Number })
  async diff(@Param('id') id: string, @Query({ schema: diffQuery }) { from, to }: DiffQuery): Promise<GuideDiff> {
    return { from, to, changes: await this.library.diff(id, from, to) };
  }

  @Post('import')
  @HttpCode(200)
  @NeedsRole('responder')
  @ApiOperation({
    summary: 'Upload many guides at once, each as if it were uploaded by itself',
    description: 'Up to 200 in a body of at most 1 MB. The answer has one entry a guide: kept, unchanged, or why it was passed over.',
  })
  async importMany(@Body({ schema: guidesBody }) { guides }: GuidesBody, @CurrentPerson() by: Person): Promise<Page<UploadedGuide>> {
    const items: UploadedGuide[] = [];
    for (const body of guides) items.push(await this.uploadOne(body, by));
    return { items };
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

  private async uploadOne(body: GuideBody, by: Person): Promise<UploadedGuide> {
    try {
      const { guide, changed } = await this.library.upload(body.name, body.markdown, by, this.config.guides.defaultMode, body);
      return { name: body.name, changed, guide, why: null };
    } catch (error) {
      if (!(error instanceof TerminalError)) throw error;
      return { name: body.name, changed: false, guide: null, why: error.message };
    }
  }
}
