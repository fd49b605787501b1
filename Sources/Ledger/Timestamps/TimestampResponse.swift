import Crypto
import TrackingLog
import TransparencyLog

/// A time-stamping authority's response (RFC 3161 section 2.4.2, `TimeStampResp`).
///
/// It is checked as far as possible without the authority's certificate: its form, that it was granted, and the bytes
/// that it is of. ``TimestampAuthorities`` check the signature.
struct TimestampResponse {
    /// The maximum length in bytes: a response with its certificates has some thousands.
    static let maximumBytes = 256 << 10

    /// The hash functions that a response may name.
    private enum Algorithm: UInt8 {
        // The last byte of their identifiers, 2.16.840.1.101.3.4.2.x (RFC 5754).
        case sha256 = 1
        case sha384 = 2
        case sha512 = 3

        private static let arc: [UInt8] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02]

        init?(_ identifier: ArraySlice<UInt8>) {
            guard identifier.dropLast() == Self.arc[...], let last = identifier.last else { return nil }
            self.init(rawValue: last)
        }

        func hash(_ bytes: [UInt8]) -> [UInt8] {
            switch self {
            case .sha256: Array(SHA256.hash(data: bytes))
            case .sha384: Array(SHA384.hash(data: bytes))
            case .sha512: Array(SHA512.hash(data: bytes))
            }
        }
    }

    private let algorithm: Algorithm
    private let imprint: ArraySlice<UInt8>
    /// When the authority saw the bytes, as it says.
    let time: Timestamp

    /// 1.2.840.113549.1.7.2 (RFC 5652) and 1.2.840.113549.1.9.16.1.4 (RFC 3161).
    private static let signedData: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02]
    private static let timestampInfo: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01, 0x04]

    /// Reads a response.
    ///
    /// - Throws: ``TimestampError``.
    init(_ bytes: [UInt8]) throws(TimestampError) {
        guard bytes.count <= Self.maximumBytes else { throw .tooLarge }
        guard let response = DERValue(bytes)?.parts(), (1...2).contains(response.count),
            let status = response[0].parts()?.first?.content(.integer), !status.isEmpty
        else { throw .malformed }
        // Granted, or granted with modifications.
        guard [[0], [1]].contains(Array(status)) else { throw .notGranted }
        guard response.count == 2, let token = response[1].parts(), token.count == 2,
            token[0].content(.identifier) == Self.signedData[...],
            let signed = token[1].parts(.zero)?.first?.parts(), signed.count >= 4,
            signed[0].content(.integer) != nil, signed[1].content(.set) != nil,
            signed.last?.content(.set)?.isEmpty == false,
            let content = signed[2].parts(), content.count == 2,
            content[0].content(.identifier) == Self.timestampInfo[...],
            let octets = content[1].parts(.zero)?.first?.content(.octets),
            let info = DERValue(octets)?.parts(), info.count >= 5, info[0].content(.integer) == [1],
            info[1].content(.identifier) != nil, info[3].content(.integer) != nil,
            let time = info[4].content(.time).flatMap(Self.time),
            let imprint = info[2].parts(), imprint.count == 2,
            let identifier = imprint[0].parts()?.first?.content(.identifier),
            let hash = imprint[1].content(.octets)
        else { throw .malformed }
        guard let algorithm = Algorithm(identifier), hash.count == algorithm.hash([]).count else {
            throw .unknownHash
        }
        self.algorithm = algorithm
        self.imprint = hash
        self.time = time
    }

    /// The hash that the authority signed, in hexadecimal digits.
    var imprintDigits: String { Hex.encode(Array(imprint)) }

    /// A time as RFC 3161 has it, `20261120003510Z`; fractions of seconds are cut off.
    private static func time(_ bytes: ArraySlice<UInt8>) -> Timestamp? {
        let text = String(decoding: bytes, as: UTF8.self)
        let form = /(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z/
        guard let (_, year, month, day, hour, minute, second) = text.wholeMatch(of: form)?.output else { return nil }
        return Timestamp("\(year)-\(month)-\(day)T\(hour):\(minute):\(second)Z")
    }

    /// Whether it is a timestamp of a checkpoint with all or some of its signatures.
    ///
    /// A further key or a witness may have signed since.
    func isOf(_ note: SignedNote) -> Bool {
        let signatures = note.signatures
        // With more, trying all subsets would take too long; cosignatures come after the lines that are there.
        guard signatures.count <= 10 else {
            return (1...signatures.count).reversed().contains { count in
                isOf(SignedNote(text: note.text, signatures: Array(signatures.prefix(count))).bytes)
            }
        }
        return (1..<(1 << signatures.count)).reversed().contains { chosen in
            let some = signatures.indices.filter { chosen >> $0 & 1 == 1 }.map { signatures[$0] }
            return isOf(SignedNote(text: note.text, signatures: some).bytes)
        }
    }

    /// Whether it is a timestamp of some bytes.
    func isOf(_ bytes: [UInt8]) -> Bool { imprint == algorithm.hash(bytes)[...] }
}

/// Why bytes are not a timestamp.
enum TimestampError: Error, Hashable, CustomStringConvertible {
    case tooLarge
    case malformed
    case notGranted
    case unknownHash

    /// What is wrong, in words for people.
    var description: String {
        switch self {
        case .tooLarge: "a timestamp is no larger than \(TimestampResponse.maximumBytes >> 10) KiB"
        case .malformed: "not an RFC 3161 response (TimeStampResp, in DER)"
        case .notGranted: "the time-stamping authority did not grant the request"
        case .unknownHash: "the timestamp's hash is not SHA-256, SHA-384 or SHA-512"
        }
    }
}
