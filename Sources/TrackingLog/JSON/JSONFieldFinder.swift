/// Finds the values at several places of a JSON object, in one pass over it.
///
/// Values that no path leads to are skipped. Nothing is built: what is found are ranges.
public struct JSONFieldFinder: Sendable {
    /// The number of paths.
    public let count: Int
    private let ignoresCase: Bool
    /// The keys of all nodes, each node's one after the other.
    private var edges: [Edge] = []
    /// The edges of each node; the first node is the object itself.
    private var nodes: [Range<Int>] = []
    /// The bytes of all keys.
    private var names: [UInt8] = []

    private struct Edge {
        /// The key's place among the names.
        var name: Range<Int>
        /// The path that ends here; -1 if none does.
        var path: Int
        /// The node that its value's members are looked up in; -1 if no path leads on.
        var node: Int
    }

    /// A finder of the values that some paths lead to.
    ///
    /// - Parameters:
    ///   - paths: the keys that lead to each value, as UTF-8. In an array, a key is a position from 0 on. No two are equal.
    ///   - ignoresCase: whether the case of ASCII letters in keys does not matter.
    public init(_ paths: [[[UInt8]]], ignoresCase: Bool = false) {
        count = paths.count
        self.ignoresCase = ignoresCase
        let keys = ignoresCase ? paths.map { $0.map { $0.map(\.lowercasedASCII) } } : paths
        addNode(Array(keys.enumerated()), depth: 0)
    }

    /// Adds the node of all keys at a depth, and those below it.
    @discardableResult
    private mutating func addNode(_ paths: [(offset: Int, element: [[UInt8]])], depth: Int) -> Int {
        var words: [[UInt8]] = []
        for (_, path) in paths where !words.contains(path[depth]) { words.append(path[depth]) }
        let node = nodes.count
        let first = edges.count
        nodes.append(first..<first + words.count)
        for word in words {
            let path = paths.first { $0.element.count == depth + 1 && $0.element[depth] == word }?.offset ?? -1
            edges.append(Edge(name: names.count..<names.count + word.count, path: path, node: -1))
            names += word
        }
        for (index, word) in words.enumerated() {
            let below = paths.filter { $0.element.count > depth + 1 && $0.element[depth] == word }
            if !below.isEmpty { edges[first + index].node = addNode(below, depth: depth + 1) }
        }
        return node
    }

    /// Finds the values in a text.
    ///
    /// Where a key occurs twice, the last value that a path leads to counts.
    ///
    /// - Parameters:
    ///   - text: the JSON.
    ///   - places: receives each path's place in the text, from `first` on; an empty range where it leads to nothing.
    ///   - first: the index of the first path's place. The array has room for all.
    /// - Returns: whether the text is one JSON object, white space around it allowed.
    public func find(in text: Span<UInt8>, places: inout [Range<Int>], from first: Int = 0) -> Bool {
        for index in first..<first + count { places[index] = 0..<0 }
        return text.withUnsafeBufferPointer { bytes in
            edges.withUnsafeBufferPointer { edges in
                nodes.withUnsafeBufferPointer { nodes in
                    names.withUnsafeBufferPointer { names in
                        places.withUnsafeMutableBufferPointer { places in
                            var search = Search(
                                cursor: JSONCursor(bytes), ignoresCase: ignoresCase, edges: edges, nodes: nodes,
                                names: names, places: UnsafeMutableBufferPointer(rebasing: places[first...]))
                            search.cursor.skipSpace()
                            return search.cursor.next == .openBrace && search.members(of: 0)
                                && search.cursor.skipSpaceToEnd()
                        }
                    }
                }
            }
        }
    }

    /// One pass over a text.
    private struct Search {
        var cursor: JSONCursor
        let ignoresCase: Bool
        let edges: UnsafeBufferPointer<Edge>
        let nodes: UnsafeBufferPointer<Range<Int>>
        let names: UnsafeBufferPointer<UInt8>
        let places: UnsafeMutableBufferPointer<Range<Int>>

        /// Visits the members of the object that begins here.
        mutating func members(of node: Int) -> Bool {
            var next = cursor.firstKey()
            while let key = next {
                guard value(of: edge(named: key, in: node)) else { return false }
                next = cursor.nextKey()
            }
            return !cursor.isBroken
        }

        private mutating func elements(of node: Int) -> Bool {
            var position = 0
            var hasElement = cursor.firstElement()
            while hasElement {
                // A position has no leading zero (RFC 6901, section 4).
                let found = nodes[node].first { index in
                    names[edges[index].name].elementsEqual("\(position)".utf8)
                }
                guard value(of: found) else { return false }
                position += 1
                hasElement = cursor.nextElement()
            }
            return !cursor.isBroken
        }

        /// Visits the value that begins here, and notes its place if a path ends at it.
        @inline(__always)
        private mutating func value(of edge: Int?) -> Bool {
            guard let edge else { return cursor.skipValue(depth: 1) }
            let (start, node) = (cursor.index, edges[edge].node)
            let isValue =
                switch cursor.next {
                case .openBrace where node >= 0: members(of: node)
                case .openBracket where node >= 0: elements(of: node)
                default: cursor.skipValue(depth: 1)
                }
            if edges[edge].path >= 0 { places[edges[edge].path] = start..<cursor.index }
            return isValue
        }

        @inline(__always)
        private func edge(named key: Range<Int>, in node: Int) -> Int? {
            let word = UnsafeBufferPointer(rebasing: cursor.text[key])
            for index in nodes[node] where edges[index].name.count == key.count {
                if isName(edges[index].name, word) { return index }
            }
            guard word.contains(.backslash) else { return nil }
            var unescaped: [UInt8] = []
            cursor.appendString(at: key, to: &unescaped)
            return unescaped.withUnsafeBufferPointer { word in
                nodes[node].first { edges[$0].name.count == word.count && isName(edges[$0].name, word) }
            }
        }

        /// Whether a key of a name's length is that name.
        @inline(__always)
        private func isName(_ name: Range<Int>, _ word: UnsafeBufferPointer<UInt8>) -> Bool {
            if ignoresCase {
                for index in 0..<word.count where word[index].lowercasedASCII != names[name.lowerBound + index] {
                    return false
                }
            } else {
                for index in 0..<word.count where word[index] != names[name.lowerBound + index] { return false }
            }
            return true
        }
    }
}
