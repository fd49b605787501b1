public import LogArchive
import TrackingLog

/// The file of aliases: a row for each, with the alias and the id of the person whose it is.
public enum AliasFile {
    private static let alias = ["alias", "anonymous_id", "anonymous", "previous_id", "old_id", "merged_id", "from"]
    private static let person = [
        "user_id", "person_id", "customer_id", "external_id", "known_id", "identified_id", "canonical_id", "new_id",
        "person", "user", "customer", "id", "to",
    ]

    /// Reads the aliases of a file or a pipe.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - name: what errors call it; nil for the path.
    /// - Throws: `ListError` with the line where one id is an alias of two persons, or of itself around a circle.
    public static func read(_ path: String, name: String? = nil) throws(ListError) -> Aliases {
        let reader = ListReader(
            of: "list of aliases",
            hint: "it has a row per alias with the columns alias (or anonymous_id) and user_id, as CSV or JSON objects",
            columns: [ListColumn(alias), ListColumn(person)])
        let name = name ?? path
        var graph = AliasGraph()
        var unusable = ListFaults()
        var conflict: (line: Int, reason: String)?
        let header = try reader.read(path, name: name) { row in
            if row[0].isEmpty || row[1].isEmpty {
                unusable.add(row, row[0].isEmpty ? "it has no alias" : "it has no person")
            } else if let other = graph.add(row[0], of: row[1], line: row.line), conflict == nil {
                conflict = (
                    row.line,
                    "“\(row.string(0))” is an alias of “\(row.string(1))” here, and of “\(other.id)” in line \(other.line)"
                )
            }
        }
        if header.found.contains(nil) {
            let missing = [header.found[0] == nil ? "alias" : nil, header.found[1] == nil ? "user_id" : nil]
            throw reader.error(
                name,
                reason: "it has no column \(missing.compactMap(\.self).joined(separator: " and no column ")); "
                    + "it has \(header.words)")
        }
        if let conflict { throw reader.error(name, line: conflict.line, reason: conflict.reason) }
        if let circle = graph.followChains() {
            throw reader.error(name, line: circle.line, reason: "“\(circle.id)” is an alias of itself: a circle")
        }
        return graph.aliases(unusable)
    }
}

/// Ids, and whose aliases they are.
private struct AliasGraph: ~Copyable {
    private var ids = TextPool()
    /// By number of an id, that of the id whose alias it is; its own if it is none.
    private var targets: [UInt32] = []
    /// By number of an id, the line that says so.
    private var lines: [Int] = []

    /// Adds an alias.
    ///
    /// - Returns: the other id whose alias it is already, and the line that says so.
    mutating func add(
        _ alias: ArraySlice<UInt8>, of person: ArraySlice<UInt8>, line: Int
    ) -> (id: String, line: Int)? {
        let (alias, person) = (number(of: alias), number(of: person))
        guard alias != person else { return nil }
        let known = Int(targets[alias])
        guard known == alias || known == person else { return (string(known), lines[alias]) }
        targets[alias] = UInt32(person)
        lines[alias] = line
        return nil
    }

    /// Lets every alias lead to the end of its chain.
    ///
    /// - Returns: an id of a chain that has no end, and its line.
    mutating func followChains() -> (id: String, line: Int)? {
        for start in targets.indices {
            var chain: [Int] = []
            var id = start
            while Int(targets[id]) != id {
                // No chain is longer than there are ids.
                guard chain.count <= targets.count else { return lastOfCircle(through: id) }
                chain.append(id)
                id = Int(targets[id])
            }
            for alias in chain { targets[alias] = UInt32(id) }
        }
        return nil
    }

    /// The alias of a circle whose line is the last: the one that closed it.
    private func lastOfCircle(through start: Int) -> (id: String, line: Int) {
        var (last, id) = (start, start)
        repeat {
            if lines[id] > lines[last] { last = id }
            id = Int(targets[id])
        } while id != start
        return (string(last), lines[last])
    }

    consuming func aliases(_ unusable: ListFaults) -> Aliases {
        Aliases(ids, persons: targets, unusable: unusable)
    }

    private mutating func number(of id: ArraySlice<UInt8>) -> Int {
        let number = id.withUnsafeBytes { ids.number(of: $0, ShortKey(KeyedHash.of($0))) }
        if number == targets.count {
            targets.append(UInt32(number))
            lines.append(0)
        }
        return number
    }

    private func string(_ id: Int) -> String { String(decoding: ids.text(id), as: UTF8.self) }
}
