import Crypto
import EventStore
import TransparencyLog

/// What a list is of.
struct ListRequest: Hashable, Sendable {
    /// The route and its parameters.
    var text: String
    /// The apps whose events may be in it; nil means all.
    var apps: AppCodes?

    /// A number that stands for it.
    var digest: UInt64 {
        let parts = [text] + (apps?.texts ?? ["\0"])
        return SHA256.hash(data: Array(parts.joined(separator: "\0").utf8)).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}

/// What a list shows: the events that were recorded up to a moment.
struct ListMoment: Hashable, Sendable {
    /// The end of the window, in seconds since 1970.
    var asOf: Int64
    /// The last recorded event, by its number.
    var lastRecorded: Int64
}

/// A place in a list, for the next page.
struct ListToken: Hashable, Sendable {
    /// The moment of the first page: later pages show the same events.
    var moment: ListMoment
    /// Stands for what was asked for.
    var request: UInt64
    /// The number of the list's lines.
    var count: Int
    /// The number of the next line.
    var position: Int
}

/// Makes texts of ``ListToken``s that clients send back, and reads them.
///
/// They are encrypted: tokens that are bound to apps must not learn how many events were recorded. The key is the store's, so
/// that any service of the store reads them.
struct ListTokenSeal: Sendable {
    private let key: SymmetricKey

    /// - Parameter secret: random bytes of the store.
    init(secret: [UInt8]) {
        key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secret), info: Array("pushtrail page token".utf8), outputByteCount: 32)
    }

    /// A text of hexadecimal digits.
    func text(of token: ListToken) throws -> String {
        var bytes: [UInt8] = []
        for number in [
            token.moment.asOf, token.moment.lastRecorded, Int64(bitPattern: token.request), Int64(token.count),
            Int64(token.position),
        ] {
            withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
        }
        let box = try AES.GCM.seal(bytes, using: key)
        return Hex.encode(Array(box.nonce) + box.ciphertext + box.tag)
    }

    /// The token of a text; nil for texts that this did not make.
    func open(_ text: String) -> ListToken? {
        guard let sealed = Hex.decode(text), let box = try? AES.GCM.SealedBox(combined: sealed),
            let bytes = try? AES.GCM.open(box, using: key), bytes.count == 40
        else { return nil }
        let numbers = stride(from: 0, to: 40, by: 8).map { place in
            Array(bytes)[place..<place + 8].reduce(Int64(0)) { $0 << 8 | Int64($1) }
        }
        return ListToken(
            moment: ListMoment(asOf: numbers[0], lastRecorded: numbers[1]), request: UInt64(bitPattern: numbers[2]),
            count: Int(numbers[3]), position: Int(numbers[4]))
    }
}
