"""A process that ends while a kernel is starting leaves no folder of it."""

import os
import subprocess
import sys


def test_a_process_that_ends_during_a_start_removes_the_folders_of_its_kernels(tmp_path):
    code = "from warmkernels.provisioner import private_folder; print(private_folder()); raise KeyboardInterrupt"
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.startswith(str(tmp_path))
    assert list(tmp_path.iterdir()) == []
