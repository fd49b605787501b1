import Foundation
import Testing

/// The machine that the production page is about.
///
/// In a bare root (`scripts/bare-root`) it is the real one, with its user. Elsewhere it is made of folders in a scratch folder,
/// and what only root can do is left out.
struct Machine {
    static let isReal = FileManager.default.fileExists(atPath: "/etc/pushtrail-bare-root")

    let scratch: Scratch
    /// What stands before the machine's paths.
    private let root: String

    private static let store = "/var/lib/pushtrail"
    private static let spool = "/var/spool/pushtrail"
    private static let folders = ["/usr/local/bin", "/usr/lib/sysusers.d", "/etc/", store, spool]

    init() async throws {
        scratch = try Scratch()
        let files = FileManager.default
        root = Self.isReal ? "" : scratch.path
        if Self.isReal {
            let clear = "umount -q \(Self.store); rm -rf \(Self.store) \(Self.spool) /etc/pushtrail"
            try await scratch.run("sh", ["-c", clear])
        }
        for folder in ["/usr/local/bin", "/usr/lib/sysusers.d", "/etc/systemd/system", "/var/lib", "/var/spool"] {
            try files.createDirectory(atPath: root + folder, withIntermediateDirectories: true)
        }
        let clone = scratch.path + "/clone"
        try files.createDirectory(atPath: clone + "/.build/release", withIntermediateDirectories: true)
        try files.createSymbolicLink(atPath: clone + "/samples", withDestinationPath: Place.samples)
        try files.createSymbolicLink(
            atPath: clone + "/.build/release/pushtrail", withDestinationPath: Place.binary)
    }

    /// A text with this machine's paths in place of those that it names.
    func text(_ text: String) -> String {
        Self.isReal ? text : Self.folders.reduce(text) { $0.replacing($1, with: root + $1) }
    }

    /// Runs the page's commands: as root in the clone where they are about it, else as the store's user in its folder.
    ///
    /// - Parameters:
    ///   - clock: what the machine's clock shows at first, UTC; nil leaves it alone.
    ///   - isByRoot: whether root runs them; nil where the commands show it.
    @discardableResult
    func run(_ commands: String, at clock: String? = nil, isByRoot: Bool? = nil) async throws -> Finished {
        let isInClone = commands.contains("samples/")
        let commands = text(commands)
        let folder = isInClone ? scratch.path + "/clone" : root + Self.store
        let script = """
            set -euo pipefail
            \(Self.left)
            export PATH='\(root)/usr/local/bin':"$PATH" PUSHTRAIL_STORE='\(root)\(Self.store)/pushtrail.db'
            cd '\(folder)'
            \(commands)
            """
        let isByRoot = isByRoot ?? (isInClone || commands.contains("systemctl"))
        return try await execute(["bash", "-c", script], at: clock, isByRoot: isByRoot)
    }

    /// Runs a line of a crontab as cron does: by the store's user, with the table's variables and no others.
    func cron(_ command: String, _ variables: [String: String], at clock: String) async throws -> Finished {
        let given = variables.map { "\($0)=\(text($1))" }.sorted()
        let line = WallClock.command(["/bin/sh", "-c", text(command)], at: clock)
        return try await execute(["env", "-i", "HOME=\(root)\(Self.store)"] + given + line, at: nil, isByRoot: false)
    }

    /// What this machine cannot do, or what takes too long.
    private static let left = """
        swift() { :; }
        scripts/setup() { :; }
        systemctl() { :; }
        """
        + (isReal
            ? ""
            : """

            systemd-sysusers() { :; }
            install() {
                local arguments=()
                while (($#)); do
                    case "$1" in -o | -g) shift 2 ;; *) arguments+=("$1") && shift ;; esac
                done
                command install "${arguments[@]}"
            }
            """)

    private func execute(_ command: [String], at clock: String?, isByRoot: Bool) async throws -> Finished {
        var command = clock.map { WallClock.command(command, at: $0) } ?? command
        if Self.isReal, !isByRoot { command = ["runuser", "-u", "pushtrail", "--"] + command }
        return try await scratch.run(command[0], Array(command.dropFirst()))
    }

    // MARK: - A full disk

    /// Gives the machine's store a small disk of its own; only a real machine can have one.
    func mountSmallDisk() async throws {
        guard Self.isReal else { return }
        let made = try await scratch.run(
            "sh", ["-ec", "mkdir -p \(Self.store); mount -t tmpfs -o size=64m,mode=700 tmpfs \(Self.store)"])
        try #require(made.exit == 0, "\(made.errors)")
    }

    /// Fills the disk, or frees it again.
    func fillDisk(_ isFull: Bool) async throws {
        guard Self.isReal else { return }
        let filler = "\(Self.store)/filler"
        try await scratch.run("sh", ["-c", isFull ? "cat /dev/zero >\(filler)" : "rm \(filler)"])
    }

    /// Frees so much of a full disk that a service can be started, and no more.
    func freeALittle() async throws {
        guard Self.isReal else { return }
        try await scratch.run("truncate", ["-s", "-2M", "\(Self.store)/filler"])
    }

    /// A command as it runs while the disk is full: where the disk is not the machine's own, each write to the store fails.
    func whileDiskIsFull(_ command: String) -> String {
        guard !Self.isReal else { return command }
        let store = "\(Self.store)/pushtrail.db"
        let failing =
            "exec strace -f -qqq -o /dev/null -P \(store) -P \(store)-wal -e inject=pwrite64:error=ENOSPC sh -c"
        return "\(failing) '\(command.replacing("'", with: #"'\''"#))'"
    }
}

/// The production page's blocks of commands.
struct ProductionPage {
    static let path = "Sources/pushtrail/pushtrail.docc/Production.md"

    /// Those that are not yet taken, by the headings that they stand under.
    private(set) var rest: [String: [String]]

    init() throws {
        let text = try String(contentsOf: Place.repository.appending(path: Self.path), encoding: .utf8)
        let sections = text.components(separatedBy: "\n## ").map { section in
            let blocks = section.matches(of: /```sh\n([^`]*)```/).map { String($0.1) }
            return (String(section.prefix { $0 != "\n" }), blocks)
        }
        rest = Dictionary(uniqueKeysWithValues: sections.filter { !$0.1.isEmpty })
    }

    /// Takes a section's next block.
    mutating func next(of section: String) throws -> String {
        let block = try #require(rest[section]?.first, "\(section) has no more commands")
        rest[section]?.removeFirst()
        if rest[section] == [] { rest[section] = nil }
        return block
    }
}
