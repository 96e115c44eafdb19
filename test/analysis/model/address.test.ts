import { isAddress, isAddressOrPrefix, isPrefix } from '../../../lib/analysis/model/address';

test.each(['1.2.3.4', '::', '2001:db8::1', '::ffff:1.2.3.4', 'fe80::1%eth0', 'fe80::1%"any name"'])(
  '%s is an address',
  (text) => expect(isAddress(text)).toBe(true),
);

test.each(['', '1.2.3', '01.2.3.4', '1.2.3.4%eth0', 'fe80::1%', '::g', '1::2::3', '10.0.0.0/8'])(
  '%j is no address',
  (text) => expect(isAddress(text)).toBe(false),
);

test.each(['10.0.0.0/8', '10.1.2.3/32', '::/0', '2001:db8::/128', '::ffff:1.2.3.4/100'])('%s is a prefix', (text) => {
  expect(isPrefix(text)).toBe(true);
  expect(isAddressOrPrefix(text)).toBe(true);
});

test.each(['10.0.0.0/33', '::/129', '10.0.0.0/08', '10.0.0.0/', '10.0.0.0/+8', 'fe80::1%eth0/64', '1.2.3.4'])(
  '%s is no prefix',
  (text) => expect(isPrefix(text)).toBe(false),
);
