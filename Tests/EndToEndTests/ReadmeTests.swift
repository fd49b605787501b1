import Foundation
import Testing

@Suite("The README's tables are what the program says")
struct ReadmeTests {
    @Test("each status has its row, in order")
    func statuses() async throws {
        struct Row: Decodable {
            var status: String
            var meaning: String
        }
        let finished = try await Scratch().pushtrail("statuses", "--json")
        let rows = try JSONDecoder().decode([Row].self, from: Data(finished.output))
        let table = rows.map { "| `\($0.status)` | \($0.meaning) |\n" }.joined()
        let readme = try String(contentsOf: Place.repository.appending(path: "README.md"), encoding: .utf8)
        #expect(rows.count > 10 && readme.contains(table), "\(table)")
    }

    @Test("what the demo shows is what the program prints, but for the lines that are left out")
    func demo() async throws {
        let readme = try String(contentsOf: Place.repository.appending(path: "README.md"), encoding: .utf8)
        let blocks = readme.components(separatedBy: "```\n")
        let block = try #require(blocks.first { $0.hasPrefix("$ pushtrail ingest day") })
        let scratch = try Scratch()
        try await scratch.run("cp", ["samples/day.ndjson", "."])
        var printed: ArraySlice<Substring> = []
        for line in block.split(separator: "\n") where line != "…" {
            if line.hasPrefix("$ ") {
                let run = try await scratch.run("sh", ["-c", String(line.dropFirst(2))])
                printed = (run.text + run.errors).split(separator: "\n")[...]
            } else {
                let place = printed.firstIndex(of: line)
                #expect(place != nil, "\(line)")
                if let place { printed = printed[(place + 1)...] }
            }
        }
    }
}
