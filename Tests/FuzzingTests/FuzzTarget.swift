/// What the fuzzer tries: a statement that must hold for all bytes.
enum FuzzTarget: String, CaseIterable {
    /// A row that is found without libcsv is the row that libcsv reads.
    case rows
    /// Where a text is cut never changes what is read.
    case chunks
    /// The bounded search in a payload finds what the JSON cursor finds.
    case payloads
    /// A zip is read or refused, whatever its bytes.
    case zips
    /// With any index of blocks, the same is read as without.
    case blocks
    /// A tally file is refused, or gives an answer that another tally of it gives, too.
    case tallies

    /// Tries some bytes.
    ///
    /// - Throws: where the statement does not hold.
    func run(_ bytes: [UInt8]) throws {
        switch self {
        case .rows: try RowTarget.run(bytes)
        case .chunks: try ChunkTarget.run(bytes)
        case .payloads: try PayloadTarget.run(bytes)
        case .zips: try ZipTarget.run(bytes)
        case .blocks: try BlockTarget.run(bytes)
        case .tallies: try TallyTarget.run(bytes)
        }
    }
}

/// Where a statement does not hold.
struct Difference: Error, CustomStringConvertible {
    var description: String

    /// Throws where two values differ.
    static func check<Value: Equatable>(_ found: Value, _ expected: Value, _ what: @autoclosure () -> String) throws {
        if found != expected { throw Difference(description: "\(what()): \(found) is not \(expected)") }
    }

    /// Throws where two lists of texts differ, and says the first that does.
    static func check(_ found: [[UInt8]], _ expected: [[UInt8]], _ what: @autoclosure () -> String) throws {
        guard found != expected else { return }
        let first = zip(found, expected).enumerated().first { $1.0 != $1.1 }?.offset ?? min(found.count, expected.count)
        func text(_ texts: [[UInt8]]) -> String {
            first < texts.count ? "\(String(decoding: texts[first], as: UTF8.self).debugDescription)" : "nothing"
        }
        throw Difference(description: "\(what()): number \(first) is \(text(found)), not \(text(expected))")
    }
}
