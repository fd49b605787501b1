public import ArgumentParser
public import LogArchive

extension LogFormat: ExpressibleByArgument {}
