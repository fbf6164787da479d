/** A fill as the chart uses it, and what it says of a mark. */
export interface Certainty {
  fill: string;
  stroke?: string;
  opacity?: number;
  text: string;
}
