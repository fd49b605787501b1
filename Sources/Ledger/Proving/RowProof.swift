import Foundation
public import TransparencyLog

/// A proof that a ledger includes rows (`pushtrail.proof/2`).
///
/// It has what happened of each row, and either to whom, with the row's salt, or only the hash that hides this; the row's path
/// to the night's `rows_root`; the night's manifest, and the manifest's tlog-proof. It shows no other row. It proves that the
/// rows are in the history, not that there are no others: only the whole archive proves that.
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
        /// What happened: time, status, description and app, as written in the log.
        public var what: String
        /// To whom it happened.
        public var whom: Whom
        /// The hashes from the row's sibling up.
        public var path: [SHA256Hash]
    }

    /// Whom a row is about.
    public enum Whom: Hashable, Sendable {
        /// Tracking code, target, device and payload, as written in the log, and the row's salt.
        case shown(String, salt: [UInt8])
        /// The hash that stands for it.
        case hidden(SHA256Hash)
    }

    /// The name of the format.
    public static let schema = "pushtrail.proof/2"
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
                "rows": .array(night.rows.map(\.json)),
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
                guard path.count == row.path.count, let whom = row.shown else {
                    throw .malformed("a hash is malformed")
                }
                rows.append(Row(index: row.index, what: row.what, whom: whom, path: path))
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
            var what: String
            var whom: String?
            var salt: String?
            var hidden: String?
            var path: [String]

            /// Whom the row is about; nil if it is neither shown nor hidden.
            var shown: Whom? {
                if let hidden { return SHA256Hash(base64: hidden).map(Whom.hidden) }
                guard let whom, let salt, let bytes = CanonicalBase64.decode(salt), bytes.count == NightSalts.saltLength
                else { return nil }
                return .shown(whom, salt: bytes)
            }
        }
        var schema: String
        var nights: [Night]
    }
}

extension RowProof.Row {
    fileprivate var json: CanonicalJSON {
        var members: [String: CanonicalJSON] = [
            "index": .number(index), "what": .text(what), "path": .array(path.map { .text($0.base64) }),
        ]
        switch whom {
        case .shown(let whom, let salt):
            members["whom"] = .text(whom)
            members["salt"] = .text(CanonicalBase64.encode(salt))
        case .hidden(let hash): members["hidden"] = .text(hash.base64)
        }
        return .object(members)
    }
}
