import Foundation
import TrackingLog

extension Manifest {
    /// Reads a manifest strictly: nothing but the bytes that its own values spell is one.
    ///
    /// - Throws: ``ManifestError``.
    public init(_ bytes: [UInt8]) throws(ManifestError) {
        let document: Document
        do {
            document = try JSONDecoder().decode(Document.self, from: Data(bytes))
        } catch {
            throw .malformed("it is not JSON with a manifest's keys")
        }
        guard document.schema == Self.schema else { throw .malformed("its schema is \(document.schema)") }
        guard let day = ArchivePath.day(zip: document.archive) else {
            throw .malformed("it names no day's archive: \(document.archive)")
        }
        guard let zipHash = LedgerHash(hex: document.zip.sha256), let csvHash = LedgerHash(hex: document.csv.sha256),
            let rowsRoot = LedgerHash(base64: document.csv.rowsRoot)
        else { throw .malformed("a hash is malformed") }
        var previous: LedgerHash?
        if let text = document.previous {
            guard let hash = LedgerHash(hex: text) else { throw .malformed("a hash is malformed") }
            previous = hash
        }
        let counts = [document.events.count, document.late, document.zip.bytes, document.csv.bytes]
        guard document.events.first >= 1, (counts + document.statuses.values).allSatisfy({ $0 >= 0 }),
            document.events.first < Self.mostEvents, document.events.count <= Self.mostEvents - document.events.first
        else { throw .malformed("a count is out of its range") }
        self.init(
            day: day, firstEvent: document.events.first, events: document.events.count, late: document.late,
            statuses: document.statuses, zipBytes: document.zip.bytes, zipHash: zipHash, csvBytes: document.csv.bytes,
            csvHash: csvHash, rowsRoot: rowsRoot, previous: previous)
        guard self.bytes == bytes else { throw .notCanonical }
    }

    private struct Document: Decodable {
        struct Events: Decodable {
            var first: Int
            var count: Int
        }
        struct File: Decodable {
            var bytes: Int
            var sha256: String
        }
        struct Log: Decodable {
            var bytes: Int
            var sha256: String
            var rowsRoot: String

            enum CodingKeys: String, CodingKey {
                case rowsRoot = "rows_root"
                case bytes, sha256
            }
        }
        var schema: String
        var archive: String
        var events: Events
        var late: Int
        var statuses: [String: Int]
        var zip: File
        var csv: Log
        var previous: String?
    }
}

/// Why bytes are not a manifest.
public enum ManifestError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A part is missing or is not what it has to be.
    case malformed(String)
    /// The parts are there, but the bytes are not those that they spell: entry, period and counts follow from the day and
    /// the events, keys are sorted, and nothing else stands there.
    case notCanonical

    /// What is wrong, in words for people.
    public var description: String {
        switch self {
        case .malformed(let reason): "not a manifest: \(reason)"
        case .notCanonical: "not a manifest: its bytes are not the canonical ones of what it says"
        }
    }
}
