import Testing

// `pushtrail serve`, held against clients that nobody here wrote. One test after the other: each is to have the
// machine's ports, connections and processors to itself, as far as other suites let it.
@Suite("The built server, and clients that nobody here wrote", .serialized, .enabled(if: Peer.isExpected(.curl)))
enum ServicePeers {}
