import GRDB

/// The columns of a table of texts: `position`, `id`, the text, and the others in the order of the table.
protocol TextColumns: SearchColumns {
    /// The table; `TABLE_digest` and `latest_TABLE_digest` are its indexes.
    static var table: String { get }
    static var id: Self { get }
    static var text: Self { get }
}

extension TextColumns {
    /// The table's own columns.
    static var stored: [String] { allCases.dropFirst().map(\.sql) }
}

/// Finds the texts of a table by their digests.
///
/// Digests are random, so adding some to a large index would touch, and write, nearly all of its pages. So the latest
/// have an index of their own, which stays small. When it has grown too large it is merged into the other one, in the
/// order of both, and starts empty again.
struct DigestIndex<Columns: TextColumns> {
    /// The maximum number of digests in the index of the latest: some megabytes.
    private static var maximumLatest: Int64 { 1 << 19 }

    private let searches: [BulkSearch<Columns>]
    private let insertion: BulkInsert
    private let merged: ValueQuery
    /// Run one after another.
    private let merging: [PreparedStatement]

    init(_ database: Database) throws {
        let table = Columns.table
        searches = try ["latest_\(table)_digest", "\(table)_digest"].map { index in
            try BulkSearch(
                database, keys: ["digest"], joining: "\(index) USING (digest) CROSS JOIN \(table) USING (id)")
        }
        insertion = try BulkInsert(database, "INSERT INTO latest_\(table)_digest", width: 2)
        merged = try ValueQuery(database, sql: "SELECT last FROM merged_digests WHERE name = '\(table)'")
        merging = try [
            "INSERT INTO \(table)_digest SELECT digest, id FROM latest_\(table)_digest ORDER BY digest, id",
            "DELETE FROM latest_\(table)_digest",
            "UPDATE merged_digests SET last = (SELECT max(id) FROM \(table)) WHERE name = '\(table)'",
        ].map { try PreparedStatement(database, $0) }
    }

    /// Searches for digests, which have to be in order.
    ///
    /// - Parameter found: receives each row with such a digest, and returns whether it is the wanted one.
    func search(_ digests: [Int64], found: (_ index: Int, _ row: QueryRow<Columns>) throws -> Bool) throws {
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
        if !digests.isEmpty, last - (try merged.number()) > Self.maximumLatest {
            for statement in merging { try statement.run() }
        }
    }
}
