import Foundation
public import TransparencyLog

/// A proof that a ledger includes rows (`pushtrail.proof/1`).
///
/// It has each row as text with its path to the night's `rows_root`, the night's manifest, and the manifest's tlog-proof,
/// and shows no other row. It proves that the rows are in the history, not that there are no others: only the whole
/// archive proves that.
public struct RowProof: Hashable, Sendable {
    /// One night's rows.
    public struct Night: Hashable, Sendable {
        /// The manifest's exact text.
        public var manifest: String
        /// The manifest's proof (C2SP tlog-proof).
        public var logProof: String
        /// The rows.
        public var rows: [Row]
    }

    /// A row.
    public struct Row: Hashable, Sendable {
        /// The index among the night's rows, from 0.
        public var index: Int
        /// The row as written in the log, without its LF.
        public var text: String
        /// The hashes from the row's sibling up.
        public var path: [SHA256Hash]
    }

    /// The name of the format.
    public static let schema = "pushtrail.proof/1"
    /// What a proof does not show, in words for people.
    public static let notice =
        "This proves that the rows are in the history. It does not prove that there are no others."

    /// The maximum length of a proof that is read, in bytes.
    public static let maximumBytes = FileBytes.maximum

    /// The nights, in their order.
    public var nights: [Night]

    init(nights: [Night]) { self.nights = nights }

    /// The proof as written: JSON, keys sorted, one LF at the end.
    public var text: String {
        let nights = nights.map { night in
            CanonicalJSON.object([
                "manifest": .text(night.manifest), "tlog_proof": .text(night.logProof),
                "rows": .array(
                    night.rows.map { row in
                        .object([
                            "index": .number(row.index), "text": .text(row.text),
                            "path": .array(row.path.map { .text($0.base64) }),
                        ])
                    }),
            ])
        }
        let document = CanonicalJSON.object([
            "schema": .text(Self.schema), "notice": .text(Self.notice), "nights": .array(nights),
        ])
        return document.encoded + "\n"
    }

    /// Reads a proof strictly: the bytes must be canonical.
    ///
    /// So no other reader of JSON can find another row in it.
    ///
    /// - Throws: ``ProofError/malformed(_:)``.
    public init(_ bytes: [UInt8]) throws(ProofError) {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(bytes)), document.schema == Self.schema
        else { throw .malformed("not JSON of schema \(Self.schema)") }
        nights = []
        for night in document.nights {
            var rows: [Row] = []
            for row in night.rows {
                let path = row.path.compactMap { SHA256Hash(base64: $0) }
                guard path.count == row.path.count else { throw .malformed("a hash is malformed") }
                rows.append(Row(index: row.index, text: row.text, path: path))
            }
            nights.append(Night(manifest: night.manifest, logProof: night.tlog_proof, rows: rows))
        }
        guard Array(text.utf8) == bytes else {
            throw .malformed("the bytes are not the canonical JSON of its values")
        }
    }

    private struct Document: Decodable {
        struct Night: Decodable {
            var manifest: String
            // The name of the key.
            // swift-format-ignore: AlwaysUseLowerCamelCase
            var tlog_proof: String
            var rows: [Row]
        }
        struct Row: Decodable {
            var index: Int
            var text: String
            var path: [String]
        }
        var schema: String
        var nights: [Night]
    }
}
