/// Runs commands while the clock on the wall shows another time: waits end in time, and files have their real times.
enum WallClock {
    /// A command that begins at a time (UTC).
    static func command(_ command: [String], at time: String) -> [String] {
        // faketime shares its clock under the number of its process, and stops where that name is taken: by a process of the
        // same number that was killed. So the number's own leftovers are removed before.
        let start = """
            rm -f "/dev/shm/faketime_shm_$$" "/dev/shm/sem.faketime_sem_$$"
            exec faketime -f "$@"
            """
        return ["env", "FAKETIME_DONT_FAKE_MONOTONIC=1", "NO_FAKE_STAT=1", "sh", "-c", start, "sh", "@\(time)"]
            + command
    }
}
