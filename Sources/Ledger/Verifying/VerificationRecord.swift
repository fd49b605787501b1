public import Durability
import Foundation
import LogVerification
public import TrackingLog
public import TransparencyLog

/// The kept result of an archive's verification: a line of JSON, `pushtrail.verified/1`.
///
/// It says when which tree had which result. The file is the verifier's own and lies outside the archive, which holds only
/// sealed files. It is no proof: it can be trusted as far as the place where it is kept.
public struct VerificationRecord: Sendable {
    /// When the verification ended.
    public let time: Timestamp
    /// The ledger's origin, size and root; nil if not signed.
    ///
    /// Only signatures by the keys given to the verification count.
    public let checkpoint: (origin: String, size: Int, root: SHA256Hash)?
    /// ``Verification/result``.
    public let result: String
    /// The nights with findings graver than a warning about their files.
    public let nights: Set<Day>
    /// The codes of all other findings graver than a warning.
    public let others: [String]

    /// The record of a verification.
    public init(_ verification: Verification, at time: Timestamp = .now) {
        self.time = time
        let isSigned = !verification.findings.contains { Self.distrust.contains($0.code) }
        checkpoint = isSigned ? verification.checkpoint.map { ($0.origin, $0.size, $0.root) } : nil
        result = verification.result
        var days: [String: Day] = [:]
        for night in verification.nights {
            let day = night.day
            for path in [ArchivePath.zip, ArchivePath.manifest, ArchivePath.salts, ArchivePath.erased] {
                days[path(day)] = day
            }
        }
        let grave = verification.findings.filter { $0.code.gravity != .warning }
        nights = Set(grave.compactMap { days[$0.path] })
        others = Set(grave.filter { days[$0.path] == nil }.map(\.code.rawValue)).sorted()
    }

    /// The findings by which no given key signed the checkpoint.
    private static let distrust: Set<FindingCode> = [
        .checkpointMissing, .checkpointMalformed, .checkpointSignatureWrong, .checkpointKeyUnknown,
        .checkpointOriginWrong, .checkpointKeyOutOfTime,
    ]

    /// The findings that leave every night complete: extra files, and nights to come.
    private static let harmless: Set<String> = Set(
        [
            FindingCode.unlisted, .unfinishedNight, .unfinishedErasure, .missingTail, .quorumMissed,
            .savedCheckpointUnusable,
            .timestampMalformed,
            .timestampWrong, .timestampUntrusted,
        ].map(\.rawValue))

    /// Whether every night of the ledger was complete and unchanged.
    public var isWhole: Bool { nights.isEmpty && hasWholeLedger }

    /// Whether a night and everything that it depends on was complete.
    func vouches(for day: Day) -> Bool { hasWholeLedger && !nights.contains(day) }

    private var hasWholeLedger: Bool { others.allSatisfy(Self.harmless.contains) }

    /// Appends the record to a file, or creates the file.
    public func append(to path: String) throws(FileError) {
        try LineFile.append(line, to: path)
    }

    /// What a file of records holds.
    public struct File: Sendable {
        /// The records in order.
        public var records: [VerificationRecord] = []
        /// The numbers, from 1, of the lines that are not records.
        public var strange: [Int] = []
        /// Whether it is something else: it has content, and neither a record nor the beginning of its first one.
        public var isOther = false
    }

    /// Reads the records in a file.
    ///
    /// - Throws: `FileError` if it cannot be read.
    public static func read(_ path: String) throws(FileError) -> File {
        let lines = try FileBytes.read(path, links: .followed).split(
            separator: .lineFeed, omittingEmptySubsequences: false)
        var file = File()
        for (index, line) in lines.enumerated() where !line.isEmpty {
            if let record = VerificationRecord(line: line) {
                file.records.append(record)
            } else {
                file.strange.append(index + 1)
            }
        }
        // A killed process may have left a line without its end.
        let isBegun = lines.count == 1 && zip(lines[0], Self.beginning.utf8).allSatisfy { $0 == $1 }
        file.isOther = file.records.isEmpty && !file.strange.isEmpty && !isBegun
        return file
    }
}

// MARK: - As a line of JSON

extension VerificationRecord {
    private static let schema = "pushtrail.verified/1"
    /// The first bytes of each line.
    private static let beginning = #"{"nights":["#

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
        ]).encoded
    }

    private init?(line: some Collection<UInt8>) {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(line)),
            document.schema == Self.schema, let time = Timestamp(document.time)
        else { return nil }
        self.time = time
        if let origin = document.origin {
            guard let size = document.size, size >= 0, let root = document.root.flatMap({ SHA256Hash(base64: $0) })
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
