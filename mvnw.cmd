@echo off
rem Runs the build with the Maven of this machine and fixed settings.
where mvn >nul 2>nul || (echo mvnw: no mvn on the PATH, expected Maven 3.8 or newer 1>&2 & exit /b 127)
cd /d "%~dp0"
mvn --batch-mode --no-transfer-progress %*
