import Foundation
import Testing

@Suite("The binary does what it was recorded to do")
struct GoldenCaseTests {
    @Test("case", arguments: GoldenCase.all)
    func runs(_ golden: GoldenCase) async throws {
        let scratch = try Scratch()
        let finished = try await scratch.run("sh", ["-c", golden.command])
        // The folder's name is another each time.
        func told(_ text: String) -> String { text.replacing(scratch.path, with: "SCRATCH") }
        let code = finished.exit == 0 ? nil : "\(finished.exit)\n"

        if golden["expout"] == nil || golden["experr"] == nil {
            #expect(!Peer.isContinuousIntegration, "a case without expectations proves nothing")
            golden["expout"] = told(finished.text)
            golden["experr"] = told(finished.errors)
            golden["exit"] = code
            Issue.record("recorded what came of it: read it, then keep it")
            return
        }
        #expect(told(finished.text) == golden["expout"])
        #expect(told(finished.errors) == golden["experr"])
        #expect(code == golden["exit"])
    }

    @Test("there are cases")
    func some() {
        #expect(!GoldenCase.all.isEmpty)
    }
}
