/** A limit is a round number and a reading a measured one: each shows the decimals it has, at most two. */
export const decimalsIn = (value: number): number =>
    Number.isInteger(value) ? 0 : Number.isInteger(value * 10) ? 1 : 2;
