import Foundation

/// A proof that rows are in a ledger (`pushtrail.proof/1`): each row as text with its path to its night's `rows_root`, the
/// night's manifest, and the manifest's tlog-proof. It shows no other row.
///
/// It proves that the rows are in the history, not that there are no others: nothing can prove that but the whole.
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
        /// Its place among the night's rows, from 0.
        public var index: Int
        /// The row as it stands in the log, without its LF.
        public var text: String
        /// The hashes from the row's sibling up.
        public var path: [LedgerHash]
    }

    /// The name of the format.
    public static let schema = "pushtrail.proof/1"
    /// What a proof does not show, in words for people.
    public static let notice =
        "This proves that the rows are in the history. It does not prove that there are no others."

    /// The most bytes of a proof that is read.
    public static let mostBytes = FileBytes.most

    /// The nights, in their order.
    public var nights: [Night]

    init(nights: [Night]) { self.nights = nights }

    /// The proof as it is written: JSON, keys sorted, one LF at the end.
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
        return document.spelled + "\n"
    }

    /// Reads a proof strictly: nothing but the bytes that its own content spells is one, so that no other reader of JSON
    /// can see another row in it.
    ///
    /// - Throws: ``ProofError/malformed(_:)``.
    public init(_ bytes: [UInt8]) throws(ProofError) {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(bytes)), document.schema == Self.schema
        else { throw .malformed("it is not JSON of schema \(Self.schema)") }
        nights = []
        for night in document.nights {
            var rows: [Row] = []
            for row in night.rows {
                let path = row.path.compactMap { LedgerHash(base64: $0) }
                guard path.count == row.path.count else { throw .malformed("a hash is malformed") }
                rows.append(Row(index: row.index, text: row.text, path: path))
            }
            nights.append(Night(manifest: night.manifest, logProof: night.tlog_proof, rows: rows))
        }
        guard Array(text.utf8) == bytes else {
            throw .malformed("its bytes are not the canonical JSON of what it says")
        }
    }

    private struct Document: Decodable {
        struct Night: Decodable {
            var manifest: String
            // As the key is spelled.
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
