/// The name of a job: 32 random lower-case hexadecimal characters.
public struct JobID: Hashable, Sendable, CustomStringConvertible {
    /// The 32 characters.
    public let description: String

    /// Reads an id; nil where the text cannot be one.
    public init?(_ text: String) {
        guard text.utf8.count == 32, text.utf8.allSatisfy({ Self.digits.contains($0) }) else { return nil }
        description = text
    }

    /// A new id, of 128 bits of the system's own randomness.
    public static func random() -> JobID { JobID(drawn: ()) }

    private init(drawn: Void) {
        var random = SystemRandomNumberGenerator()
        var text: [UInt8] = []
        for word in [random.next(), random.next()] {
            for shift in stride(from: 60, through: 0, by: -4) {
                text.append(Self.digits[Int(word >> UInt64(shift) & 15)])
            }
        }
        description = String(decoding: text, as: UTF8.self)
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
