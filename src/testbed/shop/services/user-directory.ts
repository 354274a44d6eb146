import type { Collections } from './document-database.js';

export interface Customer {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly username: string;
  readonly email: string;
  readonly password: string;
}

export interface PostalAddress {
  readonly id: string;
  readonly customerId: string;
  readonly street: string;
  readonly number: string;
  readonly country: string;
  readonly city: string;
  readonly postcode: string;
}

export interface Card {
  readonly id: string;
  readonly customerId: string;
  readonly longNum: string;
  readonly expires: string;
  readonly ccv: string;
}

const customer = (number: number, firstName: string, lastName: string, username: string, password: string): Customer => ({
  id: `57a98d98e4b00679b4a830b${number}`,
  firstName,
  lastName,
  username,
  password,
  email: `${username}@example.org`,
});

const CUSTOMERS: readonly Customer[] = [
  customer(1, 'Eve', 'Berger', 'Eve_Berger', 'eve'),
  customer(2, 'User', 'Name', 'user', 'password'),
  customer(3, 'User1', 'Name1', 'user1', 'password'),
];

/** What user-db is seeded with: three customers, each with an address and a card. */
export const DIRECTORY: Collections = {
  customers: CUSTOMERS,
  addresses: CUSTOMERS.map(({ id }) => ({
    id: `a${id.slice(1)}`,
    customerId: id,
    street: 'Whitelees Road',
    number: '246',
    country: 'United Kingdom',
    city: 'Glasgow',
    postcode: 'G67 3DL',
  })),
  cards: CUSTOMERS.map(({ id }) => ({ id: `c${id.slice(1)}`, customerId: id, longNum: '5544154011345918', expires: '08/29', ccv: '958' })),
};
