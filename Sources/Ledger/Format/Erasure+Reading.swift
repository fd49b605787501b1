import Foundation
import TrackingLog
import TransparencyLog

extension Erasure {
    /// Reads an erasure strictly: the bytes must be canonical.
    ///
    /// - Throws: ``ManifestError``.
    init(_ bytes: [UInt8]) throws(ManifestError) {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(bytes)),
            document.schema == Self.schema
        else { throw .notAnErasure("not JSON with an erasure's keys") }
        guard let time = Timestamp(document.time), let previous = SHA256Hash(hex: document.previous) else {
            throw .notAnErasure("its time or the hash of the entry before it is malformed")
        }
        guard 1...Self.maximumNights ~= document.nights.count else {
            throw .notAnErasure("it has no night, or too many")
        }
        var nights: [Night] = []
        for night in document.nights {
            guard let day = ArchivePath.day(zip: night.archive), let erased = SHA256Hash(hex: night.erased.sha256),
                let zip = SHA256Hash(hex: night.zip.sha256), nights.last.map({ $0.day < day }) ?? true,
                night.rows >= 0, night.zip.bytes >= 0, night.csv.bytes >= 0
            else { throw .notAnErasure("what it says of a night is malformed, or the nights are not in their order") }
            nights.append(
                Night(
                    day: day, rows: night.rows, erasedHash: erased, zipBytes: night.zip.bytes, zipHash: zip,
                    csvBytes: night.csv.bytes))
        }
        self.init(time: time, nights: nights, previous: previous)
        guard self.bytes == bytes else { throw .notAnErasure("the bytes are not the canonical JSON of its values") }
    }

    private struct Document: Decodable {
        struct Hash: Decodable {
            var sha256: String
        }
        struct File: Decodable {
            var bytes: Int
            var sha256: String
        }
        struct Length: Decodable {
            var bytes: Int
        }
        struct Night: Decodable {
            var archive: String
            var rows: Int
            var erased: Hash
            var zip: File
            var csv: Length
        }
        var schema: String
        var time: String
        var nights: [Night]
        var previous: String
    }
}
