/// Addresses that no request of ours goes to, as the special-purpose registries (RFC 6890 and its successors) list them.
package enum RefusedRanges {
    /// Not reachable from the public Internet. An operator may allow parts of these.
    package static let special: [AddressRange] = [
        "0.0.0.0/8",            // this host
        "10.0.0.0/8",           // private
        "100.64.0.0/10",        // shared by carriers
        "127.0.0.0/8",          // loopback
        "172.16.0.0/12",        // private
        "192.0.0.0/24",         // protocol assignments
        "192.0.2.0/24",         // documentation
        "192.88.99.0/24",       // 6to4 relays
        "192.168.0.0/16",       // private
        "198.18.0.0/15",        // benchmarks
        "198.51.100.0/24",      // documentation
        "203.0.113.0/24",       // documentation
        "::/127",               // unspecified and loopback
        "100::/64",             // discard
        "fc00::/7",             // unique local
        "fec0::/10",            // site-local, deprecated
        "2001:db8::/32",        // documentation
        "3fff::/20",            // documentation
    ].compactMap(AddressRange.init)

    /// Refused whatever the operator allows: they reach the machine's neighbours or a cloud's metadata service, or hide an IPv4 address.
    package static let always: [AddressRange] = [
        "169.254.0.0/16",       // link-local, metadata of most clouds
        "100.100.100.200/32",   // metadata, Alibaba
        "168.63.129.16/32",     // metadata, Azure
        "192.0.0.192/32",       // metadata, Oracle
        "224.0.0.0/4",          // multicast
        "240.0.0.0/4",          // reserved, broadcast
        "fe80::/10",            // link-local
        "fd00:ec2::/32",        // metadata, AWS
        "ff00::/8",             // multicast
        "::/128",               // unspecified
        "::/96",                // IPv4-compatible, deprecated (loopback ::1 is told apart below)
        "::ffff:0:0/96",        // IPv4-mapped
        "::ffff:0:0:0/96",      // IPv4-translated
        "64:ff9b::/96",         // NAT64
        "64:ff9b:1::/48",       // NAT64, local
        "2001::/32",            // Teredo
        "2002::/16",            // 6to4
    ].compactMap(AddressRange.init)

    /// `::1`, the one member of `::/96` that an operator may allow.
    static let loopback6 = NetworkAddress(bytes: [UInt8](repeating: 0, count: 15) + [1])

    /// Names of services that answer every query with an address spelt in the name, or with loopback. The address check at send time
    /// is what protects; this list only tells the customer at once. *Our choice.*
    static let wildcardDomains = [
        "nip.io", "sslip.io", "xip.io", "localtest.me", "lvh.me", "vcap.me", "lacolhost.com",
        "traefik.me", "local.gd", "localho.st", "127-0-0-1.org.uk", "rbndr.us",
    ]

    /// Endings that never name a host of the public Internet (RFC 6761, 6762, 8375, 9476 and custom). Refused unless private ranges are allowed.
    static let internalEndings = [
        "localhost", "localdomain", "local", "internal", "intranet", "private", "corp", "home", "lan", "home.arpa", "test", "invalid",
        "onion", "alt", "in-addr.arpa", "ip6.arpa",
    ]

    /// Names of metadata services; refused whatever the operator allows.
    static let metadataNames = ["metadata", "metadata.google.internal", "metadata.goog", "instance-data", "instance-data.ec2.internal"]
}
