/** The part of Adaptive Cards 1.5 that Periplus uses (adaptivecards.io/explorer), as Teams renders it. */
export interface AdaptiveCard {
  readonly type: 'AdaptiveCard';
  readonly $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  readonly version: '1.5';
  /** What a notification or a screen reader shows in place of the card. */
  readonly fallbackText: string;
  readonly body: readonly CardElement[];
  readonly actions: readonly OpenUrl[];
  readonly msteams: { readonly width: 'Full' };
}

export type Style = 'default' | 'emphasis' | 'good' | 'attention' | 'warning' | 'accent';
type Colour = 'default' | 'accent' | 'good' | 'warning' | 'attention';

export type CardElement = TextBlock | RichTextBlock | Container | ColumnSet | FactSet | Table;

export interface TextBlock {
  readonly type: 'TextBlock';
  /** Markdown: pass everything foreign through `escapeMarkdown`. */
  readonly text: string;
  readonly wrap: true;
  readonly size?: 'small' | 'medium' | 'large';
  readonly weight?: 'bolder';
  readonly color?: Colour;
  readonly isSubtle?: boolean;
  readonly spacing?: Spacing;
}

type Spacing = 'none' | 'small' | 'medium' | 'large';

/** Shows its text as it is: no Markdown. For commands. */
export interface RichTextBlock {
  readonly type: 'RichTextBlock';
  readonly inlines: readonly { readonly type: 'TextRun'; readonly text: string; readonly fontType: 'Monospace' }[];
  readonly spacing?: Spacing;
}

export interface Container {
  readonly type: 'Container';
  readonly style: Style;
  readonly bleed?: true;
  readonly items: readonly CardElement[];
  readonly spacing?: Spacing;
}

export interface ColumnSet {
  readonly type: 'ColumnSet';
  readonly columns: readonly { readonly type: 'Column'; readonly width: 'auto' | 'stretch'; readonly items: readonly CardElement[] }[];
  readonly spacing?: Spacing;
}

export interface FactSet {
  readonly type: 'FactSet';
  readonly facts: readonly { readonly title: string; readonly value: string }[];
}

export interface Table {
  readonly type: 'Table';
  readonly firstRowAsHeaders: true;
  readonly columns: readonly { readonly width: 1 }[];
  readonly rows: readonly {
    readonly type: 'TableRow';
    readonly cells: readonly { readonly type: 'TableCell'; readonly items: readonly TextBlock[] }[];
  }[];
}

export interface OpenUrl {
  readonly type: 'Action.OpenUrl';
  readonly title: string;
  readonly url: string;
}
