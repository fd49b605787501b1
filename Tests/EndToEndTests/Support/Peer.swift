import Foundation
import Testing

/// A program of others that our files are held against.
enum Peer: String {
    case php, python3, unzip, sqlite3, curl, openssl, gzip, strace, jq, nginx, node, crontab, promtool, faketime,
        chromium, java
    case sevenZip = "7z"
    case systemdAnalyze = "systemd-analyze"

    /// Whether tests that need it are to run: it is there, or this is CI, where a peer that is missing is a failure.
    static func isExpected(_ peers: Peer...) -> Bool {
        isContinuousIntegration || peers.allSatisfy(\.isInstalled)
    }

    /// The same for packages of `scripts/venv`: they are there wherever `PUSHTRAIL_PYTHON` names its python.
    static var isVirtualEnvironmentExpected: Bool {
        isContinuousIntegration || ProcessInfo.processInfo.environment["PUSHTRAIL_PYTHON"] != nil
    }

    /// Why a test may be left out: never in CI.
    static let reason: Comment = "its peer is not installed here; in CI the test fails without it"

    static let isContinuousIntegration = ProcessInfo.processInfo.environment["CI"] == "true"

    private var isInstalled: Bool {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(rawValue)")
        }
    }
}
