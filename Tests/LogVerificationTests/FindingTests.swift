import LogArchive
import Testing

@testable import LogVerification

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

    @Test("is as grave as the gravest: unchecked before changed before incomplete; warnings do not count")
    func gravity() {
        var findings: [Finding] = []
        #expect(findings.gravity == nil)
        for (code, gravity) in [
            (FindingCode.staleTemporary, nil), (.archiveMissing, Gravity.incomplete), (.zipChanged, .changed),
            (.missingTail, .changed), (.unreadable, .unchecked),
        ] {
            findings.append(Finding(code, "file", ""))
            #expect(findings.gravity == gravity)
        }
        findings.sortByGravity()
        #expect(
            findings.map(\.code) == [
                .unreadable, .zipChanged, .archiveMissing, .missingTail, .staleTemporary,
            ])
    }
}
