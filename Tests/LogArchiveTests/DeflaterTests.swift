import Foundation
import Testing

@testable import LogArchive

@Suite("Deflating")
struct DeflaterTests {
    /// Pieces of a log, none the same, from nothing to some kilobytes.
    private static let pieces = (0..<1_200).map { number in
        var random = SplitMix64(state: UInt64(number))
        // What a piece begins with comes again: only there matches could go wrong.
        let codes = (0..<4).map { _ in String(UInt64.random(in: .min ... .max, using: &random), radix: 36) }
        let rows = (0..<Int.random(in: 0..<24, using: &random)).map { row in
            let code = codes.randomElement(using: &random) ?? ""
            return
                "\(code);2026-11-0\(row % 9 + 1) 10:1\(number % 10):3\(row % 10);delivered;;user-\(number % 50);A1B2-C3D4\n"
        }
        return Array(rows.joined().utf8.dropFirst(number % 7))
    }

    @Test("The same bytes give the same, wherever in memory they and the deflater are")
    func sameBytes() {
        // All are kept, so that each has memory of its own.
        let deflaters = (0..<24).map { _ in Kept() }
        let first = deflaters[0].deflater.deflated(Self.pieces)
        for kept in deflaters.dropFirst() { #expect(kept.deflater.deflated(Self.pieces) == first) }
    }

    @Test("A deflater that was used gives what a new one gives")
    func used() {
        let used = Deflater()
        let expected = used.deflated(Self.pieces)
        #expect(used.deflated(Self.pieces) == expected)
        #expect(Self.pieces.map { Deflater().deflate($0, isLast: false) } == expected)
    }

    private final class Kept {
        let deflater = Deflater()
    }
}

extension Deflater {
    fileprivate func deflated(_ pieces: [[UInt8]]) -> [[UInt8]] { pieces.map { deflate($0, isLast: false) } }
}
