/** Teams' own look, in the dashboard's colours, light and dark. */
const colour = (name: string): object => ({ default: `var(--${name})`, subtle: `var(--${name}-subtle, var(--muted))` });

const foregroundColors = {
  default: colour('ink'),
  accent: colour('accent'),
  good: colour('good'),
  warning: colour('warn'),
  attention: colour('bad'),
  dark: colour('ink'),
  light: colour('muted'),
};

const container = (background: string): object => ({
  backgroundColor: `var(--${background})`,
  foregroundColors,
  borderColor: 'var(--line)',
});

export const looks = {
  fontFamily: 'inherit',
  fontTypes: {
    default: {
      fontFamily: 'inherit',
      fontSizes: { small: 12, default: 13.5, medium: 15, large: 18, extraLarge: 22 },
      fontWeights: { lighter: 300, default: 400, bolder: 600 },
    },
    monospace: {
      fontFamily: 'var(--mono)',
      fontSizes: { small: 11, default: 12.5, medium: 13, large: 15, extraLarge: 18 },
      fontWeights: { lighter: 300, default: 400, bolder: 600 },
    },
  },
  spacing: { small: 4, default: 8, medium: 14, large: 20, extraLarge: 28, padding: 14 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  actions: { maxActions: 6, spacing: 'default', buttonSpacing: 8, actionsOrientation: 'horizontal', actionAlignment: 'left' },
  containerStyles: {
    default: container('panel'),
    emphasis: container('sunken'),
    accent: container('accent-wash'),
    good: container('good-wash'),
    warning: container('warn-wash'),
    attention: container('bad-wash'),
  },
  factSet: { title: { weight: 'bolder', wrap: false, maxWidth: 110 }, value: { wrap: true }, spacing: 10 },
};
