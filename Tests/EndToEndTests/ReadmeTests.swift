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
}
