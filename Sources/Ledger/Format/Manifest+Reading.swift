import Foundation
import TrackingLog
import TransparencyLog

extension Manifest {
    /// Reads a manifest strictly: the bytes must be canonical.
    ///
    /// - Throws: ``ManifestError``.
    public init(_ bytes: [UInt8]) throws(ManifestError) {
        let document: Document
        do {
            document = try JSONDecoder().decode(Document.self, from: Data(bytes))
        } catch {
            throw .malformed("not JSON with a manifest's keys")
        }
        guard document.schema == Self.schema else { throw .malformed("the schema is \(document.schema)") }
        guard let day = ArchivePath.day(zip: document.archive) else {
            throw .malformed("the archive is not a night's path: \(document.archive)")
        }
        guard let zipHash = SHA256Hash(hex: document.zip.sha256),
            let rowsRoot = SHA256Hash(base64: document.csv.rowsRoot)
        else { throw .malformed("a hash is malformed") }
        var previous: SHA256Hash?
        if let text = document.previous {
            guard let hash = SHA256Hash(hex: text) else { throw .malformed("a hash is malformed") }
            previous = hash
        }
        let counts = [document.events.count, document.late, document.zip.bytes, document.csv.bytes]
        guard document.events.first >= 1, (counts + document.statuses.values).allSatisfy({ $0 >= 0 }),
            document.events.first < Self.maximumEvents,
            document.events.count <= Self.maximumEvents - document.events.first
        else { throw .malformed("a count is out of range") }
        self.init(
            day: day, firstEvent: document.events.first, events: document.events.count, late: document.late,
            statuses: document.statuses, zipBytes: document.zip.bytes, zipHash: zipHash, csvBytes: document.csv.bytes,
            rowsRoot: rowsRoot, previous: previous)
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
            var rowsRoot: String

            enum CodingKeys: String, CodingKey {
                case rowsRoot = "rows_root"
                case bytes
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
    /// A part is missing or wrong.
    case malformed(String)
    /// The bytes are not the canonical ones of the values.
    ///
    /// Entry, period and counts follow from the day and the events, keys are sorted, and there is nothing else.
    case notCanonical
    /// It should be an erasure, and is none.
    case notAnErasure(String)

    /// What is wrong, in words for people.
    public var description: String {
        switch self {
        case .malformed(let reason): "not a manifest: \(reason)"
        case .notCanonical: "not a manifest: the bytes are not the canonical JSON of its values"
        case .notAnErasure(let reason): "not an erasure: \(reason)"
        }
    }
}
