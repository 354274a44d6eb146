import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Whether our own database answers now. */
@Injectable()
export class DatabaseHealth {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws the driver's error when it does not. */
  async check(): Promise<void> {
    await this.dataSource.query('select 1');
  }
}
