import Diagnosis
import Foundation
import Testing

@Suite("What can be planted is what can be diagnosed")
struct CauseListTests {
    @Test("simulate lists every cause by its name, and healthy traffic first")
    func names() async throws {
        let scratch = try Scratch()
        let finished = try await scratch.run(Place.binary, ["simulate", "--list-scenarios"])
        let names = finished.text.split(separator: "\n").dropFirst().compactMap { $0.split(separator: " ").first }
        #expect(finished.exit == 0 && finished.errors.isEmpty)
        #expect(names.map(String.init) == ["healthy"] + Cause.allCases.map(\.rawValue))
    }

    @Test("the page about simulating has a row for each, in the same order")
    func rows() throws {
        let file = Place.repository.appending(path: "Sources/pushtrail/pushtrail.docc/Simulating.md")
        let page = try String(contentsOf: file, encoding: .utf8)
        let names = page.split(separator: "\n").filter { $0.hasPrefix("| `") }.compactMap { row in
            row.split(separator: "`").dropFirst().first
        }
        #expect(names.map(String.init) == Cause.allCases.map(\.rawValue))
    }
}
