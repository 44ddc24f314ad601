//! Which addresses of the network are public, and the others that a setting names.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The networks of IPv4 that are not the public internet (IANA IPv4 Special-Purpose Address Registry, RFC 6890), and
/// the multicast addresses: network and length of the prefix.
const V4: [(Ipv4Addr, u8); 16] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 31, 196, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// The only network of IPv6 that IANA assigns public addresses from: what lies outside is unspecified, loopback,
/// mapped or translated IPv4, discard-only, unique-local, link-local, site-local, multicast or reserved.
const GLOBAL: (Ipv6Addr, u8) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

/// The networks in [`GLOBAL`] that are not the public internet (IANA IPv6 Special-Purpose Address Registry): protocol
/// assignments with Teredo and ORCHID, documentation, 6to4, and documentation again.
const V6: [(Ipv6Addr, u8); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

/// Whether an address belongs to the public internet. Not public are, among others, private, loopback, link-local,
/// shared (CGNAT), multicast, unspecified and documentation addresses, and those of IPv6 that stand for one of IPv4,
/// whichever that is: mapped ones, NAT64 and 6to4.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => !V4.iter().any(|(network, prefix)| v4_in(v4, *network, *prefix)),
        IpAddr::V6(v6) => v6_in(v6, GLOBAL.0, GLOBAL.1) && !V6.iter().any(|(net, prefix)| v6_in(v6, *net, *prefix)),
    }
}

fn v4_in(address: Ipv4Addr, network: Ipv4Addr, prefix: u8) -> bool {
    let shift = 32 - u32::from(prefix.min(32));
    address.to_bits().checked_shr(shift) == network.to_bits().checked_shr(shift)
}

fn v6_in(address: Ipv6Addr, network: Ipv6Addr, prefix: u8) -> bool {
    let shift = 128 - u32::from(prefix.min(128));
    address.to_bits().checked_shr(shift) == network.to_bits().checked_shr(shift)
}

/// Addresses and networks that may be connected to although they are not public (`images.private`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Networks(Vec<(IpAddr, u8)>);

impl Networks {
    /// Parses addresses and networks (`192.168.1.7`, `fd00::/8`), separated by blanks or commas; `None` if one is
    /// neither.
    pub fn parse(text: &str) -> Option<Self> {
        let words = text.split([' ', ',', '\t']).filter(|word| !word.is_empty());
        words.map(network).collect::<Option<_>>().map(Self)
    }

    /// Whether one of them contains the address. An address of IPv6 that stands for one of IPv4 must be named itself.
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|(network, prefix)| match (address, network) {
            (IpAddr::V4(address), IpAddr::V4(network)) => v4_in(address, *network, *prefix),
            (IpAddr::V6(address), IpAddr::V6(network)) => v6_in(address, *network, *prefix),
            _ => false,
        })
    }

    /// Whether a connection to the address is allowed: it is public, or one of these contains it.
    pub fn allow(&self, address: IpAddr) -> bool {
        is_public(address) || self.contains(address)
    }
}

impl fmt::Display for Networks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (network, prefix)) in self.0.iter().enumerate() {
            let gap = if at > 0 { " " } else { "" };
            write!(f, "{gap}{network}/{prefix}")?;
        }
        Ok(())
    }
}

fn network(word: &str) -> Option<(IpAddr, u8)> {
    let (address, prefix) = word.split_once('/').map_or((word, None), |(address, prefix)| (address, Some(prefix)));
    let address: IpAddr = address.trim_start_matches('[').trim_end_matches(']').parse().ok()?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    let prefix = prefix.map_or(Some(most), |prefix| prefix.parse().ok())?;
    (prefix <= most).then_some((address, prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_internet_are_public() {
        for (address, expected) in [
            ("8.8.8.8", true),
            ("1.1.1.1", true),
            ("0.0.0.0", false),
            ("0.255.255.255", false),
            ("1.0.0.0", true),
            ("9.255.255.255", true),
            ("10.0.0.0", false),
            ("10.255.255.255", false),
            ("11.0.0.0", true),
            ("100.63.255.255", true),
            ("100.64.0.0", false),
            ("100.127.255.255", false),
            ("100.128.0.0", true),
            ("126.255.255.255", true),
            ("127.0.0.1", false),
            ("127.255.255.255", false),
            ("128.0.0.0", true),
            ("169.253.255.255", true),
            ("169.254.169.254", false),
            ("172.15.255.255", true),
            ("172.16.0.0", false),
            ("172.31.255.255", false),
            ("172.32.0.0", true),
            ("192.0.0.8", false),
            ("192.0.1.0", true),
            ("192.0.2.1", false),
            ("192.88.99.1", false),
            ("192.167.255.255", true),
            ("192.168.0.1", false),
            ("192.169.0.0", true),
            ("198.17.255.255", true),
            ("198.18.0.1", false),
            ("198.19.255.255", false),
            ("198.20.0.0", true),
            ("198.51.100.7", false),
            ("203.0.113.7", false),
            ("223.255.255.255", true),
            ("224.0.0.1", false),
            ("239.255.255.255", false),
            ("240.0.0.1", false),
            ("255.255.255.255", false),
            ("2606:4700::1111", true),
            ("2400:3200::1", true),
            ("3ffe::1", true),
            ("::", false),
            ("::1", false),
            ("::8.8.8.8", false),
            ("::ffff:8.8.8.8", false),
            ("::ffff:127.0.0.1", false),
            ("::ffff:0:127.0.0.1", false),
            ("64:ff9b::8.8.8.8", false),
            ("64:ff9b::127.0.0.1", false),
            ("64:ff9b:1::1", false),
            ("100::1", false),
            ("2001::1", false),
            ("2001:10::1", false),
            ("2001:20::1", false),
            ("2001:1ff:ffff::1", false),
            ("2001:200::1", true),
            ("2001:db8::1", false),
            ("2001:db9::1", true),
            ("2002:7f00:1::1", false),
            ("2002:808:808::1", false),
            ("2003::1", true),
            ("3fff::1", false),
            ("3fff:1000::1", true),
            ("4000::1", false),
            ("5f00::1", false),
            ("fc00::1", false),
            ("fd12:3456::1", false),
            ("fe80::1", false),
            ("fec0::1", false),
            ("ff02::1", false),
        ] {
            assert_eq!(is_public(address.parse().unwrap()), expected, "{address}");
        }
    }

    #[test]
    fn a_setting_names_exactly_what_it_names() {
        let allows = |setting: &str, address: &str| Networks::parse(setting).unwrap().allow(address.parse().unwrap());
        for (setting, address, expected) in [
            ("", "127.0.0.1", false),
            ("", "8.8.8.8", true),
            ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.1", "127.0.0.2", false),
            ("127.0.0.1", "::ffff:127.0.0.1", false),
            ("127.0.0.1", "64:ff9b::127.0.0.1", false),
            ("::ffff:127.0.0.1", "::ffff:127.0.0.1", true),
            ("10.0.0.0/8, fd00::/8", "10.1.2.3", true),
            ("10.0.0.0/8, fd00::/8", "fd00::7", true),
            ("10.0.0.0/8, fd00::/8", "11.0.0.1", true),
            ("10.0.0.0/8, fd00::/8", "172.16.0.1", false),
            ("192.168.1.77/24", "192.168.1.1", true),
            ("192.168.1.77/24", "192.168.2.1", false),
            ("0.0.0.0/0", "127.0.0.1", true),
            ("0.0.0.0/0", "::1", false),
            ("::/0", "::1", true),
            ("[::1]", "::1", true),
        ] {
            assert_eq!(allows(setting, address), expected, "{setting} {address}");
        }
        for setting in ["localhost", "10.0.0.0/33", "::/129", "10.0.0/8", "127.0.0.1/x", "127.1", "127.0.0.1:80"] {
            assert_eq!(Networks::parse(setting), None, "{setting}");
        }
        assert_eq!(Networks::parse("127.0.0.1,fd00::/8").unwrap().to_string(), "127.0.0.1/32 fd00::/8");
    }
}
