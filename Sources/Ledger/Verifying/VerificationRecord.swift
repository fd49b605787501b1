public import Durability
import Foundation
public import TrackingLog

/// What is kept of the verification of an archive: a line of JSON, `pushtrail.verified/1`, in a file of whoever verifies,
/// outside the archive, which holds nothing but what is sealed.
///
/// It says when which tree was found how; it is as good as the place in which it is kept, and no proof.
public struct VerificationRecord: Sendable {
    /// When the verification ended.
    public let time: Timestamp
    /// Whose ledger, how many nights, and their root; nil where no checkpoint was signed by a key that was given.
    public let checkpoint: (origin: String, size: Int, root: LedgerHash)?
    /// ``Verification/result``.
    public let result: String
    /// The nights of whose files something was found that is graver than a warning.
    public let nights: Set<Day>
    /// What else was found that is graver than a warning.
    public let others: [String]

    /// Of a verification.
    public init(_ verification: Verification, at time: Timestamp = .now) {
        self.time = time
        let isSigned = !verification.findings.contains { Self.distrust.contains($0.code) }
        checkpoint = isSigned ? verification.checkpoint.map { ($0.origin, $0.size, $0.root) } : nil
        result = verification.result
        var days: [String: Day] = [:]
        for night in verification.nights {
            days[ArchivePath.zip(night.day)] = night.day
            days[ArchivePath.manifest(night.day)] = night.day
        }
        let grave = verification.findings.filter { $0.code.gravity != .warning }
        nights = Set(grave.compactMap { days[$0.path] })
        others = Set(grave.filter { days[$0.path] == nil }.map(\.code.rawValue)).sorted()
    }

    /// What says that nobody who is known signed the checkpoint.
    private static let distrust: Set<FindingCode> = [
        .checkpointMissing, .checkpointMalformed, .checkpointSignatureWrong, .checkpointKeyUnknown,
        .checkpointOriginWrong,
    ]

    /// What may be found besides without any night's being less whole: what lies there too, and what is not there yet.
    private static let besides: Set<String> = Set(
        [
            FindingCode.unlisted, .unfinishedNight, .missingTail, .savedCheckpointUnusable, .timestampMalformed,
            .timestampWrong,
        ].map(\.rawValue))

    /// Whether a night was whole by it, as was all that it hangs on.
    func vouches(for day: Day) -> Bool {
        others.allSatisfy(Self.besides.contains) && !nights.contains(day)
    }

    /// Appends it to a file, which is made where there is none.
    public func append(to path: String) throws(FileError) {
        try LineFile.append(line, to: path)
    }

    /// Reads the records in a file.
    ///
    /// - Returns: them in their order, and the numbers, from 1, of the lines that are none.
    /// - Throws: `FileError` where it cannot be read.
    public static func read(_ path: String) throws(FileError) -> (records: [VerificationRecord], strange: [Int]) {
        let lines = try FileBytes.read(path, links: .followed).split(
            separator: .lineFeed, omittingEmptySubsequences: false)
        var records: [VerificationRecord] = []
        var strange: [Int] = []
        for (index, line) in lines.enumerated() where !line.isEmpty {
            if let record = VerificationRecord(line: line) {
                records.append(record)
            } else {
                strange.append(index + 1)
            }
        }
        return (records, strange)
    }
}

// MARK: - As a line of JSON

extension VerificationRecord {
    private static let schema = "pushtrail.verified/1"

    private struct Document: Codable {
        var schema: String
        var time: String
        var origin: String?
        var size: Int?
        var root: String?
        var result: String
        var nights: [String]
        var others: [String]
    }

    private var line: String {
        CanonicalJSON.object([
            "schema": .text(Self.schema), "time": .text(time.rfc3339),
            "origin": checkpoint.map { .text($0.origin) } ?? .null,
            "size": checkpoint.map { .number($0.size) } ?? .null,
            "root": checkpoint.map { .text($0.root.base64) } ?? .null, "result": .text(result),
            "nights": .array(nights.sorted().map { .text($0.description) }), "others": .array(others.map { .text($0) }),
        ]).spelled
    }

    private init?(line: some Collection<UInt8>) {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(line)),
            document.schema == Self.schema, let time = Timestamp(document.time)
        else { return nil }
        self.time = time
        if let origin = document.origin {
            guard let size = document.size, size >= 0, let root = document.root.flatMap({ LedgerHash(base64: $0) })
            else { return nil }
            checkpoint = (origin, size, root)
        } else {
            checkpoint = nil
        }
        result = document.result
        let days = document.nights.map { Day($0) }
        guard !days.contains(nil) else { return nil }
        nights = Set(days.compactMap(\.self))
        others = document.others
    }
}
