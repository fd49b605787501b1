import CSHA256

/// What rows are searched for: a tracking code or a device, by its hash.
///
/// The hash is the same in every process and version, since it stands in files: the first 8 bytes of a SHA-256, the
/// highest first. It is of no secret: who can choose codes can make some share a place in an index, which costs time when
/// those are searched for, and nothing else.
package struct SearchTerm: Hashable, Sendable {
    /// The hash.
    package let hash: UInt64

    /// The letters that texts are hashed after, so that a code and a device of the same text differ.
    private enum Kind: UInt8 {
        /// `c` in ASCII.
        case code = 0x63
        /// `d`.
        case device = 0x64
        /// `*`.
        case always = 0x2A
    }

    private init(_ kind: Kind, _ text: UnsafeRawBufferPointer) {
        let letter = kind.rawValue
        hash = withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { bytes in
            sha256_prefixed(
                letter, text.baseAddress, text.count, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
            return UInt64(bigEndian: bytes.load(as: UInt64.self))
        }
    }

    /// A tracking code, without CSV's quotes.
    package init(code: UnsafeRawBufferPointer) { self.init(.code, code) }

    /// A device's hwid, without CSV's quotes.
    package init(hwid: UnsafeRawBufferPointer) { self.init(.device, hwid) }

    /// A tracking code.
    package init(code: String) {
        self = Array(code.utf8).withUnsafeBytes { SearchTerm(code: $0) }
    }

    /// A device's hwid.
    package init(hwid: String) {
        self = Array(hwid.utf8).withUnsafeBytes { SearchTerm(hwid: $0) }
    }

    /// Stands for rows that may be read in several ways: they are never ruled out.
    static let always = SearchTerm(.always, UnsafeRawBufferPointer(start: nil, count: 0))
}
