import Ledger
import LogVerification
import TrackingLog
import TransparencyLog

/// A verification as JSON has it: `pushtrail.verification/1`.
struct VerificationDocument: Encodable {
    private let verification: Verification

    /// One verification as an object, several as an array.
    static func text(_ verifications: [Verification]) throws -> String {
        let documents = verifications.map { VerificationDocument(verification: $0) }
        return documents.count == 1 ? try documents[0].text() : try documents.text()
    }

    private enum Keys: String, CodingKey {
        case schema, path, result, origin, size, root, signers, nights, through, rows, findings
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode("pushtrail.verification/1", forKey: .schema)
        try object.encode(verification.path, forKey: .path)
        try object.encode(verification.result, forKey: .result)
        try object.encode(verification.checkpoint?.origin, forKey: .origin)
        try object.encode(verification.checkpoint?.size, forKey: .size)
        try object.encode(verification.checkpoint?.root.base64, forKey: .root)
        try object.encode(verification.signers.map(\.description), forKey: .signers)
        try object.encode(verification.nights.count, forKey: .nights)
        try object.encode(verification.nights.last?.day.description, forKey: .through)
        try object.encode(verification.rows, forKey: .rows)
        try object.encode(verification.findings.map(FindingDocument.init), forKey: .findings)
    }
}

/// A finding as JSON has it.
private struct FindingDocument: Encodable {
    let finding: Finding

    private enum Keys: String, CodingKey {
        case code, gravity, path, entry, row, count, reason
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(finding.code.rawValue, forKey: .code)
        try object.encode(finding.code.gravity.rawValue, forKey: .gravity)
        try object.encode(finding.path, forKey: .path)
        try object.encode(finding.entry, forKey: .entry)
        try object.encode(finding.row, forKey: .row)
        try object.encode(finding.count, forKey: .count)
        try object.encode(finding.reason, forKey: .reason)
    }
}
