import Diagnosis
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
}
