import { Body, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Runs } from '../../dag-scheduler/index.js';
import type { OpenQuestion } from '../../dag-scheduler/index.js';
import { CurrentPerson, NeedsRole } from '../../gates/index.js';
import type { Person } from '../../gates/index.js';
import { answerBody, pageQuery, verdictBody } from './requests.js';
import type { AnswerBody, PageQuery, VerdictBody } from './requests.js';
import { RestApi } from './rest-api.js';
import type { Page } from './views.js';

/** What people decide: answers to questions, verdicts on changes. */
@RestApi('', 'Decisions')
export class DecisionsController {
  constructor(private readonly runs: Runs) {}

  @Get('questions')
  @ApiOperation({ summary: 'Questions that wait for an answer, of all runs, the earliest deadline first' })
  async questions(@Query({ schema: pageQuery }) { limit }: PageQuery): Promise<Page<OpenQuestion>> {
    return { items: await this.runs.openQuestions(limit) };
  }

  @Post('questions/:id/answer')
  @HttpCode(202)
  @NeedsRole('responder')
  @ApiOperation({ summary: 'Answer a question, with one of its options or, where it has none, in free text or pasted output' })
  async answer(@Param('id') id: string, @Body({ schema: answerBody }) body: AnswerBody, @CurrentPerson() by: Person): Promise<void> {
    await this.runs.answer(id, body.answer, by);
  }

  @Post('approvals/:id')
  @HttpCode(202)
  @NeedsRole('approver')
  @ApiOperation({ summary: 'Grant or deny one literal change' })
  async decide(@Param('id') id: string, @Body({ schema: verdictBody }) body: VerdictBody, @CurrentPerson() by: Person): Promise<void> {
    await this.runs.decide(id, body.verdict, by, body.why ?? null);
  }
}
