public import LogVerification
public import TrackingLog
public import TransparencyLog

/// What an authority's timestamp says of a checkpoint: that it existed (RFC 3161).
public struct CheckpointTimestamp: Sendable {
    /// When the authority saw the checkpoint.
    public let time: Timestamp
    /// Whether the authority's signature was checked.
    public let isAuthentic: Bool
}

/// The result of verifying an archive, or a zip by itself.
public struct Verification: Sendable {
    /// The archive or zip, as the user named it.
    public var path: String
    /// The checkpoint; nil if there is none that can be read.
    ///
    /// Trust it only if nothing was found.
    public var checkpoint: Checkpoint?
    /// The given keys that signed the checkpoint.
    public var signers: [VerifierKey] = []
    /// The name of the kept checkpoint that the archive continues; nil if none was given, or it does not.
    public var extended: String?
    /// The timestamp of the checkpoint; nil if there is none that can be trusted.
    public var timestamp: CheckpointTimestamp?
    /// Whether the signatures of timestamps were checked.
    public var checksTimestamps = false
    /// The nights that the ledger lists.
    public var nights: [LedgerNight] = []
    /// The first night whose files were checked; nil for the first one.
    public var from: Day?
    /// The number of nights whose files were not checked.
    public var unchecked: Int { from.map { from in nights.count { $0.day < from } } ?? 0 }
    /// The erasures that the ledger lists, in their order.
    public var erasures: [Erasure] = []
    /// The number of the last of these that came after the kept checkpoint; nil if none was given.
    public var erasuresSince: Int?
    /// The number of rows read.
    public var rows = 0
    /// The findings, the gravest first.
    public var findings: [Finding] = []

    init(path: String) { self.path = path }

    /// The verification of a zip by itself, which has no ledger.
    public init(_ zip: ZipVerification) {
        self.init(path: zip.path)
        rows = zip.rows
        findings = zip.findings
    }

    /// The gravest finding's gravity; nil if there are none but warnings.
    public var gravity: Gravity? { findings.gravity }

    /// ``gravity`` as a word: `whole`, `changed`, `incomplete` or `unchecked`.
    public var result: String { gravity?.rawValue ?? "whole" }
}
