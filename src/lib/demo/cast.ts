/** Invented names that dress the simulated market. */
export const CHAINS: readonly { name: string; region: string; channel: string; cities: readonly string[] }[] =
  [
    {
      name: 'Northgate',
      region: 'North',
      channel: 'Electronics',
      cities: ['Beijing', 'Tianjin', 'Shenyang']
    },
    {
      name: 'Harbour Mart',
      region: 'East',
      channel: 'Hypermarket',
      cities: ['Shanghai', 'Ningbo', 'Hangzhou']
    },
    {
      name: 'Lotus Digital',
      region: 'South',
      channel: 'Electronics',
      cities: ['Guangzhou', 'Shenzhen', 'Foshan']
    },
    { name: 'Greenline', region: 'East', channel: 'Department store', cities: ['Nanjing', 'Suzhou', 'Wuxi'] },
    { name: 'Summit Electric', region: 'West', channel: 'Electronics', cities: ['Chengdu', 'Chongqing'] },
    { name: 'Bluewave', region: 'South', channel: 'Telecom', cities: ['Xiamen', 'Fuzhou', 'Shantou'] },
    { name: 'Old Town Stores', region: 'North', channel: 'Department store', cities: ['Beijing', 'Jinan'] },
    { name: 'Riverside', region: 'Central', channel: 'Hypermarket', cities: ['Wuhan', 'Changsha'] },
    { name: 'Five Stars', region: 'East', channel: 'Electronics', cities: ['Shanghai', 'Hefei'] },
    { name: 'Cityphone', region: 'South', channel: 'Telecom', cities: ['Shenzhen', 'Dongguan', 'Zhuhai'] },
    { name: 'Meridian', region: 'West', channel: 'Hypermarket', cities: ["Xi'an", 'Lanzhou'] },
    { name: 'Plaza 88', region: 'South', channel: 'Department store', cities: ['Guangzhou', 'Nanning'] },
    { name: 'Evergreen', region: 'North', channel: 'Hypermarket', cities: ['Dalian', 'Harbin'] },
    { name: 'Lantern House', region: 'Central', channel: 'Department store', cities: ['Zhengzhou', 'Wuhan'] },
    { name: 'Seaport Telecom', region: 'East', channel: 'Telecom', cities: ['Qingdao', 'Yantai'] },
    { name: 'Grand Avenue', region: 'East', channel: 'Department store', cities: ['Hangzhou', 'Shanghai'] },
    { name: 'Union Digital', region: 'Central', channel: 'Electronics', cities: ['Changsha', 'Nanchang'] },
    { name: 'West Lake Retail', region: 'East', channel: 'Hypermarket', cities: ['Hangzhou', 'Wenzhou'] },
    { name: 'Pearl Mobile', region: 'South', channel: 'Telecom', cities: ['Guangzhou', 'Zhongshan'] },
    { name: 'Yunnan Select', region: 'West', channel: 'Electronics', cities: ['Kunming', 'Guiyang'] }
  ];

export const OWN_BRAND = 'Aster';
/** `weight`: share of our volume; `marginMinor`: of one unit. */
export const OWN_PRODUCTS = [
  { code: 'aster-one', name: 'Aster One', band: '2000–3000', price: 2599, marginMinor: 52_000, weight: 0.4 },
  {
    code: 'aster-one-pro',
    name: 'Aster One Pro',
    band: '3000–4500',
    price: 3899,
    marginMinor: 86_000,
    weight: 0.25
  },
  {
    code: 'aster-lite',
    name: 'Aster Lite',
    band: '1000–2000',
    price: 1499,
    marginMinor: 24_000,
    weight: 0.35
  }
] as const;

export const COMPETITORS = [
  {
    name: 'Beacon',
    products: [
      { code: 'beacon-x', name: 'Beacon X', band: '2000–3000' },
      { code: 'beacon-max', name: 'Beacon Max', band: '3000–4500' }
    ]
  },
  { name: 'Corvid', products: [{ code: 'corvid-7', name: 'Corvid 7', band: '1000–2000' }] },
  { name: 'Delta', products: [{ code: 'delta-air', name: 'Delta Air', band: '2000–3000' }] }
] as const;

export const PEOPLE = [
  { name: 'Lin Mei', email: 'manager@example.com', role: 'manager' },
  { name: 'Zhou Jun', email: 'field@example.com', role: 'field' },
  { name: 'Ana Costa', email: 'finance@example.com', role: 'finance' },
  { name: 'Sam Reed', email: 'admin@example.com', role: 'admin' }
] as const;

/** Month and day of what everybody plans around, and the name of a promotion for it. */
export const OCCASIONS = [
  { name: 'New Year', on: '01-01' },
  { name: "Women's Day", on: '03-08' },
  { name: 'May Day', on: '05-01' },
  { name: '618', on: '06-18' },
  { name: 'Back to school', on: '09-01' },
  { name: 'Golden Week', on: '10-01' },
  { name: 'Double 11', on: '11-11' },
  { name: 'Double 12', on: '12-12' }
] as const;

/** Accounts of the story, by their place in `CHAINS`. */
export const STORY = {
  /** A competitor overspent for six weeks and then ran out of stock, while we hold about 38 % of our money. */
  chance: 0,
  /** The same signal, with nine weeks of cover of our own: do not load. */
  trap: 1,
  /** Over budget by an import with a planned spend ten times too large. */
  mistyped: 2,
  /** Nothing is known of it. */
  blank: 19
} as const;
