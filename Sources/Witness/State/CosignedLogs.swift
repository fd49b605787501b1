import Foundation
package import TransparencyLog

/// The checkpoints that a witness cosigned last: one of each log.
package struct CosignedLogs: Sendable {
    /// A checkpoint with the signatures of its log and the witness.
    package struct Entry: Hashable, Sendable {
        /// What the note's text says.
        package var checkpoint: Checkpoint
        /// The checkpoint as it is served.
        package var note: SignedNote
    }

    /// By the bytes of the origins: Swift's strings would take canonically equivalent ones for one log.
    private var entries: [[UInt8]: Entry] = [:]

    package init() {}

    /// The number of logs.
    package var count: Int { entries.count }

    /// The checkpoint of a log; nil if none was cosigned.
    package subscript(origin: String) -> Entry? {
        get { entries[Array(origin.utf8)] }
        set { entries[Array(origin.utf8)] = newValue }
    }

    /// The checkpoint of the log whose origin has a hash.
    package func entry(originHash: SHA256Hash) -> Entry? {
        entries.first { SHA256Hash.of($0.key) == originHash }?.value
    }
}

// MARK: - As JSON

extension CosignedLogs {
    private static let schema = "pushtrail.witness/1"

    private struct Document: Codable {
        var schema: String
        /// The witness's key: `NAME+KEYID`.
        var key: String
        /// The signed notes, by their origins.
        var checkpoints: [String]
    }

    /// Why bytes are not the state of a witness.
    struct Fault: Error {
        var reason: String
    }

    /// Reads the state that a witness wrote.
    ///
    /// - Parameters:
    ///   - bytes: the file's bytes.
    ///   - key: the witness's key, whose cosignature every checkpoint must have.
    init(_ bytes: [UInt8], key: VerifierKey) throws(Fault) {
        guard !bytes.isEmpty else { throw Fault(reason: "it is empty") }
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(bytes)),
            document.schema == Self.schema
        else { throw Fault(reason: "it is not JSON with the schema \(Self.schema)") }
        guard document.key == key.label else {
            throw Fault(reason: "it is the state of \(document.key), not of \(key.label)")
        }
        for text in document.checkpoints {
            do throws(NoteError) {
                let note = try SignedNote(Array(text.utf8))
                _ = try note.verify(with: [key])
                let checkpoint = try Checkpoint(note.text)
                guard self[checkpoint.origin] == nil else {
                    throw NoteError.malformed("\(checkpoint.origin) has two checkpoints")
                }
                self[checkpoint.origin] = Entry(checkpoint: checkpoint, note: note)
            } catch {
                throw Fault(reason: "it was changed or damaged: \(error)")
            }
        }
        // A state has one text: another one was edited by hand.
        guard self.bytes(key: key) == bytes else { throw Fault(reason: "it was not written by a witness as it stands") }
    }

    /// The state as it is written.
    func bytes(key: VerifierKey) -> [UInt8] {
        let notes = entries.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value.note.bytes)
        let document = Document(
            schema: Self.schema, key: key.label, checkpoints: notes.map { String(decoding: $0, as: UTF8.self) })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        // Strings alone: encoding them does not fail.
        guard let data = try? encoder.encode(document) else { preconditionFailure("a state is JSON") }
        return Array(data) + [0x0A]
    }
}
