/** One pair of socks as catalogue answers it. */
export interface Sock {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly imageUrl: readonly string[];
  readonly price: number;
  readonly count: number;
  readonly tag: readonly string[];
}

const sock = (number: number, name: string, price: number, count: number, tag: readonly string[], description: string): Sock => ({
  id: `5f3c0a1e-0000-4c0d-9000-00000000000${number}`,
  name,
  description,
  imageUrl: [`/catalogue/images/${number}_1.jpeg`, `/catalogue/images/${number}_2.jpeg`],
  price,
  count,
  tag,
});

/** The nine pairs the shop is seeded with. One of them costs more, with shipping, than payment authorises. */
export const SOCKS: readonly Sock[] = [
  sock(1, 'Holy', 99.99, 1, ['magic', 'action'], 'Worn once by someone who walked on water. They stay dry.'),
  sock(2, 'Colourful', 18, 438, ['brown', 'blue'], 'Every colour that was left over, knitted by hand.'),
  sock(3, 'SuperSport XL', 15, 820, ['sport', 'formal', 'black'], 'For those who run, and for those who look as if they did.'),
  sock(4, 'Crossed', 17.32, 738, ['blue', 'action', 'red', 'formal'], 'A crossing pattern that keeps the foot awake.'),
  sock(5, 'Figueroa', 14, 808, ['green', 'formal', 'blue'], 'Elegant, and warm up to the middle of November.'),
  sock(6, 'Classic', 12, 127, ['brown', 'green'], 'The pair your grandfather would have chosen.'),
  sock(7, 'YouTube.sock', 10.99, 801, ['formal', 'geek'], 'For long evenings in front of a screen.'),
  sock(8, 'Cat socks', 15, 175, ['brown', 'blue', 'green'], 'Soft paws, no claws.'),
  sock(9, 'Nerd leg', 7.99, 115, ['blue', 'skin'], 'A printed leg on the leg beneath it.'),
];
