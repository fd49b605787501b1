import Foundation
import Testing

@Suite("A store that may not be written to")
struct StorePermissionTests {
    @Test("cannot even be read, and says so")
    func notWritable() async throws {
        let scratch = try Scratch()
        // Root may write anywhere by a capability, which it can give up.
        let withoutPrivilege = geteuid() == 0 ? "setpriv --bounding-set=-dac_override,-dac_read_search" : ""
        let finished = try await scratch.run(
            "sh",
            [
                "-c",
                """
                pushtrail store create
                cp "$(command -v pushtrail)" program
                chmod 555 .
                \(withoutPrivilege) ./program store status
                code=$?
                chmod 755 .
                exit $code
                """,
            ])
        #expect(finished.exit == 3, "\(finished.errors)")
        #expect(finished.errors.contains("error: cannot open pushtrail.db: it is not writable\n"), "\(finished.errors)")
    }
}
