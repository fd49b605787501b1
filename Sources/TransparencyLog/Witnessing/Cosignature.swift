/// What a witness signs (C2SP tlog-cosignature, `cosignature/v1`).
enum Cosignature {
    /// The message: a header, the time, and a checkpoint's text.
    ///
    /// - Parameters:
    ///   - text: a checkpoint's text, with its final LF.
    ///   - time: seconds since 1970.
    static func message(_ text: [UInt8], time: UInt64) -> [UInt8] {
        Array("cosignature/v1\ntime \(time)\n".utf8) + text
    }

    /// The time in a cosignature; nil if it is too short, or beyond 2^63 - 1.
    static func time(in signature: [UInt8]) -> UInt64? {
        guard signature.count > 8 else { return nil }
        let time = signature[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return time < 1 << 63 ? time : nil
    }

    /// What comes before the signature in a cosignature: the time.
    static func bytes(of time: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: time >> (56 - 8 * $0)) } }
}

extension NoteSignature {
    /// When a witness made this cosignature, in seconds since 1970; nil if it is none.
    ///
    /// Only a signature that a key of a witness verifies has such a time.
    package var cosignatureTime: UInt64? { Cosignature.time(in: signature) }
}
