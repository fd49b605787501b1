import Foundation
import Testing

@Suite("What the fuzzer states holds for the bytes that it found to be worth a try")
struct ReplayTests {
    /// `Corpus`: a file for each target with an input in each line, chosen by libFuzzer (`scripts/soak fuzz corpus`).
    private static let corpus = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Corpus")

    @Test(arguments: FuzzTarget.allCases)
    func replay(target: FuzzTarget) throws {
        let file = Self.corpus.appending(path: "\(target.rawValue).base64")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        #expect(lines.count > 10)
        for line in lines {
            let input = try #require(Data(base64Encoded: String(line)))
            do {
                try target.run([UInt8](input))
            } catch {
                Issue.record("\(target.rawValue), \(line): \(error)")
            }
        }
    }

    @Test("and for none and for any one", arguments: FuzzTarget.allCases)
    func smallest(target: FuzzTarget) throws {
        try target.run([])
        for byte in UInt8.min...UInt8.max { try target.run([byte]) }
    }
}
