/// How many letters must be inserted, deleted, changed or swapped to turn one word into another.
package enum EditDistance {
    package static func between(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var before: [Int] = []
        var last = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                var cost = last[column] + (left[row] == right[column] ? 0 : 1)
                cost = min(cost, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    cost = min(cost, before[column - 1] + 1)
                }
                current.append(cost)
            }
            (before, last) = (last, current)
        }
        return last[right.count]
    }

    /// The word that is closest to another; nil if none is close enough.
    ///
    /// - Parameter most: the maximum distance.
    package static func nearest(to word: String, among words: [String], within most: Int) -> String? {
        let distances = words.map { ($0, between(Array(word.utf8), Array($0.utf8))) }
        return distances.min { $0.1 < $1.1 }.flatMap { $0.1 <= most ? $0.0 : nil }
    }
}
