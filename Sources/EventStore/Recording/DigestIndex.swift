import GRDB

/// Finds the texts of a table by their digests.
///
/// Digests are random, so adding some to a large index would touch, and write, nearly all of its pages. So the latest
/// have an index of their own, which stays small: once it has grown too large it is merged into the other one, in the
/// order of both, and begins anew.
struct DigestIndex {
    /// How many digests the index of the latest may come to hold: some megabytes.
    private static let mostLatest: Int64 = 1 << 19

    private let searches: [BulkSearch]
    private let insertion: BulkInsert
    private let merged: PreparedStatement
    /// To be run one after the other.
    private let merging: [PreparedStatement]

    /// - Parameters:
    ///   - table: the table, `TABLE_digest` and `latest_TABLE_digest` being its indexes.
    ///   - columns: its columns to read, after `id`: the text, then others.
    init(_ database: Database, table: String, columns: String) throws {
        searches = try ["latest_\(table)_digest", "\(table)_digest"].map { index in
            try BulkSearch(
                database, keys: ["digest"],
                """
                SELECT position, id, \(columns) FROM probe CROSS JOIN \(index) USING (digest)
                CROSS JOIN \(table) USING (id)
                """)
        }
        insertion = try BulkInsert(database, "INSERT INTO latest_\(table)_digest", width: 2)
        merged = try PreparedStatement(database, "SELECT last FROM merged_digests WHERE name = '\(table)'")
        merging = try [
            "INSERT INTO \(table)_digest SELECT digest, id FROM latest_\(table)_digest ORDER BY digest, id",
            "DELETE FROM latest_\(table)_digest",
            "UPDATE merged_digests SET last = (SELECT max(id) FROM \(table)) WHERE name = '\(table)'",
        ].map { try PreparedStatement(database, $0) }
    }

    /// Searches for digests, which have to be in order.
    ///
    /// - Parameter found: is given each row of such a digest: id, text and the other columns from column 1 on. Answers
    ///   whether it is the one that was meant.
    func search(_ digests: [Int64], found: (_ index: Int, _ row: PreparedStatement) throws -> Bool) throws {
        var left = Array(digests.indices)
        for search in searches {
            var isFound = [Bool](repeating: false, count: left.count)
            try search.search(left.count) { index, bind in
                bind(0, digests[left[index]])
            } found: { index, row in
                if try found(left[index], row) { isFound[index] = true }
            }
            left = zip(left, isFound).lazy.filter { !$0.1 }.map(\.0)
        }
    }

    /// Adds digests, which have to be in order, of texts that the table has already.
    ///
    /// - Parameter last: the number of the table's last text.
    func add(_ digests: [(digest: Int64, number: Int64)], last: Int64) throws {
        try insertion.insert(digests.count) { index, row in
            row.bind(digests[index].digest, at: 0)
            row.bind(digests[index].number, at: 1)
        }
        if !digests.isEmpty, last - (try merged.first()) > Self.mostLatest {
            for statement in merging { try statement.run() }
        }
    }
}
