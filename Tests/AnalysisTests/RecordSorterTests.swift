import Foundation
import Testing

@testable import Analysis

@Suite("Sorting records")
struct RecordSorterTests {
    /// The records' contents, in sorted order.
    private func sorted(_ keys: [[UInt8]], isDescending: Bool, room: Int) throws -> [Int] {
        var sorter = RecordSorter(isDescending: isDescending, room: room)
        for (number, key) in keys.enumerated() {
            try sorter.add { bytes in
                bytes += key
                bytes += Array("\(number)".utf8)
                return key.count
            }
        }
        var merge = try RecordMerge(try sorter.sorted(), isDescending: isDescending)
        var contents: [Int] = []
        while let record = merge.first {
            contents.append(Int(String(decoding: record.content, as: UTF8.self)) ?? -1)
            try merge.advance()
        }
        return contents
    }

    @Test("is stable, in memory and by runs on disk, in both directions", arguments: [false, true], [64, 1 << 20])
    func order(isDescending: Bool, room: Int) throws {
        var random = SeededGenerator(seed: 2)
        let keys = (0..<3_000).map { _ in
            (0..<Int.random(in: 0...12, using: &random)).map { _ in UInt8.random(in: 0...2, using: &random) }
        }
        let expected = keys.indices.sorted { left, right in
            let (left, right) = isDescending ? (keys[right], keys[left]) : (keys[left], keys[right])
            return left.lexicographicallyPrecedes(right)
        }
        #expect(try sorted(keys, isDescending: isDescending, room: room) == expected)
    }

    @Test("takes records longer than any buffer")
    func longRecords() throws {
        let keys = [3, 1, 2].map { [UInt8](repeating: $0, count: 400_000) }
        #expect(try sorted(keys, isDescending: false, room: 64) == [1, 2, 0])
        #expect(try sorted([], isDescending: false, room: 64) == [])
    }

    @Test("a spool gives its records back in order, from memory and from disk", arguments: [3, 200_000])
    func spool(count: Int) throws {
        let spool = RecordSpool()
        for number in 0..<count { spool.append { $0 += Array("record \(number)".utf8) } }
        let reader = try spool.reader()
        for number in 0..<count {
            let record = try #require(try reader.next())
            #expect(String(decoding: record, as: UTF8.self) == "record \(number)")
        }
        #expect(try reader.next() == nil)
    }
}
