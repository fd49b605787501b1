import LogArchive
import Testing

@testable import Ledger

@Suite("What a verification finds")
struct FindingTests {
    @Test("has every fault of a zip's structure under its own name", arguments: ZipFault.Kind.allCases)
    func kinds(kind: ZipFault.Kind) {
        #expect(FindingCode(kind).rawValue == kind.code)
    }

    @Test("is named in lower-case words with hyphens", arguments: FindingCode.allCases)
    func names(code: FindingCode) {
        #expect(code.rawValue.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil)
    }

    @Test("comes to the gravest of all: unchecked before changed before incomplete, warnings to nothing")
    func gravity() {
        var verification = Verification(path: "archive")
        #expect(verification.gravity == nil)
        for (code, gravity) in [
            (FindingCode.staleTemporary, nil), (.archiveMissing, Gravity.incomplete), (.zipChanged, .changed),
            (.missingTail, .changed), (.unreadable, .unchecked),
        ] {
            verification.findings.append(Finding(code, "file", ""))
            #expect(verification.gravity == gravity)
        }
        verification.sort()
        #expect(
            verification.findings.map(\.code) == [
                .unreadable, .zipChanged, .archiveMissing, .missingTail, .staleTemporary,
            ])
    }
}
