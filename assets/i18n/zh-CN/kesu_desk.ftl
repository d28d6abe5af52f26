app-name = 客诉台
